import { unitDraft } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import type { Section } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { isStruck } from '../../markdown/struck.ts';
import { isDoneWord } from '../../markdown/unit-words.ts';
import { endsOf, inSequence, inStages } from '../../order.ts';
import { pathsOfText } from '../../text/paths.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { byDocument } from '../../documents/by-document.ts';
import { holdLastTo, proofAtEnd } from '../../proof/end-proof.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { ReadDraft } from '../../plan-input.ts';
import { tablesOf } from '../../markdown/pipe-tables.ts';
import type { Cell, Table } from '../../markdown/pipe-tables.ts';
import { idsIn } from '../../tasks/task-ids.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';

/**
 * Plans whose tasks are rows of tables, as Copilot writes them (`plan/feature-x-1.md`): a unit is a row with an id.
 * Phases are in order, the rows of one run in parallel; tables outside phases are in order.
 */
export const readTaskTable: ReadDraft = byDocument((file) => {
  const tables = taskTables(file);
  let before: UnitDraft[] = [];
  const units: UnitDraft[] = [];
  for (const { table, columns } of tables) {
    const rows = table.rows.flatMap((row) => unitOf(file, row, columns) ?? []);
    const own = rows.filter((unit) => columns.needs < 0 || unit.needs.length === 0);
    inStages(before, own);
    if (!phased.test(plainText(table.section?.heading.text ?? '')) && columns.needs < 0) inSequence(rows);
    if (rows.length > 0) before = endsOf(rows);
    units.push(...rows);
  }
  holdLastTo(units, proofAtEnd(file));
  const from = tables[0]?.table.rows[0]?.line;
  return { from, units, problems: [], context: [file.source.path] };
});

const phased = /\b(?:phase|stage|milestone|sprint|wave|step)\b|阶段|階段|フェーズ|단계/iu;
const id = /^(?:(?:TASK|T|[A-Z]{2,8})-?\d{1,5}[a-z]?|\d+(?:\.\d+)+|\d+)$/i;

interface Columns {
  id: number;
  words: number;
  state: number;
  needs: number;
  files: number;
}

/** @returns tables whose rows have task ids and states */
export function taskTables(file: MarkdownFile): { table: Table; columns: Columns }[] {
  return tablesOf(file).flatMap((table) => {
    const find = (pattern: RegExp, but = -1) =>
      table.header.findIndex((words, index) => index !== but && pattern.test(words));
    const columns: Columns = {
      id: find(/^(?:task(?: id)?|id|#|no\.?|nr\.?|step|任务|編號|编号|タスク|작업)$/iu),
      words: -1,
      state: find(/^(?:completed?|done|status|state|erledigt|estado|完成|状态|狀態|完了|상태|✅)\??$/iu),
      needs: find(/depend|blocked by|after|prerequisite|依赖|依存/iu),
      files: find(/^(?:files?|paths?|file path|文件)$/iu),
    };
    columns.words = find(
      /^(?:description|task|title|what|work|name|action|details?|beschreibung|descripción|描述|任务|説明|설명)$/iu,
      columns.id,
    );
    const tasks = table.rows.filter(({ cells }) => id.test(plainText(cells[columns.id]?.text ?? '')));
    const isPlan = columns.id >= 0 && columns.words >= 0 && columns.state >= 0 && tasks.length > 0;
    return isPlan && !isLog(table.section) ? [{ table, columns }] : [];
  });
}

/** Tables of risks, changes and tests have ids and states too. */
function isLog(section: Section | null): boolean {
  return /\b(?:risks?|changelog|history|test(?:s|ing)?|requirements?|decisions?|questions?|bugs?|metrics?)\b/i.test(
    plainText(section?.heading.text ?? ''),
  );
}

function unitOf(
  file: MarkdownFile,
  { line, cells }: { line: number; cells: Cell[] },
  columns: Columns,
): UnitDraft | undefined {
  const cell = (index: number) => (index < 0 ? '' : (cells[index]?.text ?? ''));
  const name = plainText(cell(columns.id));
  if (!id.test(name)) return undefined;
  const words = cell(columns.words);
  const needs = cell(columns.needs);
  return unitDraft(file.source, rangeOfLines(file.source, line, line + 1), name, plainText(words) || name, {
    needs: [...plainText(needs).matchAll(/\b(?:[A-Z]{1,8}-?\d{1,5}[a-z]?)\b/g)]
      .map(([found]) => found)
      .concat(/[A-Z]-?\d/.test(needs) ? [] : idsIn(plainText(needs))),
    kind: kindOfUnit(plainText(words), []),
    files: [...pathsOfText(words), ...pathsOfText(cell(columns.files))],
    done: isStateDone(cell(columns.state)) || isStruck(words),
  });
}

/** A mark, a word, or the date of completion. */
function isStateDone(state: string): boolean {
  const words = plainText(state);
  return (
    /^(?:[✅✔☑]\uFE0F?|\[?[xX]\]?|yes|true|100 ?%|\d{4}-\d{2}-\d{2})(?!\p{L})/iu.test(words) ||
    isDoneWord(words) ||
    isGivenUp(words)
  );
}
