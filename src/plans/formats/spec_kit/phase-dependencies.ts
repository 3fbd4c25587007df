/** Reads the chapter "Dependencies & Execution Order" of a list of tasks. */
import type { Block } from '../../markdown/block.ts';
import { rangeOfIds } from '../../markdown/id-range.ts';
import { plainText } from '../../markdown/inline.ts';
import { orderByArrows } from '../../markdown/arrow-order.ts';
import { allItems, itemText, sectionsAround } from '../../markdown/outline.ts';
import type { Section } from '../../markdown/outline.ts';
import { tablesOf } from '../../markdown/pipe-tables.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';

export interface StatedOrder {
  /** By the number of a phase: all its dependencies, `Phase 2`, `US1`, `T003`; empty if it may start at once. */
  phases: Map<string, string[]>;
  /** By the code of a story, `US2`: all its dependencies. */
  stories: Map<string, string[]>;
  /** By the id of a task, in lower case: its dependencies. */
  tasks: Map<string, string[]>;
}

/** @returns dependencies stated by number; those stated by name, as in "depends on Setup", keep the usual order */
export function statedOrder(file: MarkdownFile): StatedOrder {
  const order: StatedOrder = { phases: new Map(), stories: new Map(), tasks: new Map() };
  const found = file.sections.filter(({ heading }) =>
    /\bDependenc|\bExecution Order|依赖|依賴|依存|의존/i.test(heading.text),
  );
  // A nested chapter is read with its parent.
  const chapters = found.filter(
    ({ parent }) => !sectionsAround(parent).some((above) => found.includes(above)),
  );
  for (const words of chapters.flatMap(linesOf)) {
    readLine(words, order);
    readTaskLine(words, order);
  }
  for (const chapter of chapters) {
    readTables(file, chapter, order);
    readDrawings(chapter, order);
  }
  return order;
}

function readLine(words: string, order: StatedOrder): void {
  const [, label = '', said = ''] = /^([^:：]{1,120})[:：]\s*(.+)$/s.exec(words) ?? [];
  const numbers = [...label.matchAll(/\bPhase\s+(\d+)\b(?!\s*(?:[+–-]|to\b))/gi)];
  const needs = neededBy(said);
  const named = [...label.matchAll(storyName)].map(([, a, b]) => `US${a ?? b}`);
  const [story] = named;
  // A phase in brackets is the story's own: `User Story 2 (Phase 4)`.
  if (story !== undefined && named.length === 1 && needs) order.stories.set(story, needs);
  const [number] = numbers;
  if (story !== undefined) return;
  readBareStory(words, order);
  if (number && numbers.length === 1 && needs) order.phases.set(number[1] ?? '', needs);
}

/** `US2 depends on US1`, without a label. */
function readBareStory(words: string, order: StatedOrder): void {
  const bare = new RegExp(String.raw`^(US\d+)\b[^:：]*?(?:${dependsOn})`, 'i').exec(words);
  const needs = bare && neededBy(words.slice(bare[1]?.length ?? 0));
  if (bare && needs) order.stories.set(bare[1]?.toUpperCase() ?? '', needs);
}

/** `T004, T005: depend on T003`. */
function readTaskLine(words: string, order: StatedOrder): void {
  const [, tasks, behind] = /^((?:T\d+[/、, ]*)+)(.*)$/s.exec(words) ?? [];
  const ids = neededBy(behind ?? '')?.filter((need) => need.startsWith('T')) ?? [];
  for (const [task] of (tasks ?? '').matchAll(/T\d+/g)) order.tasks.set(task.toLowerCase(), ids);
}

/** `| US2 | US1 |` below a heading "Depends on". */
function readTables(file: MarkdownFile, { from, to }: Section, order: StatedOrder): void {
  for (const { header, rows } of tablesOf(file)) {
    const column = header.findIndex((words) =>
      /depend|requires|blocked by|prerequisite|依赖|依賴|依存|의존/iu.test(words),
    );
    if (column < 1) continue;
    for (const { line, cells } of rows) {
      if (line < from || line >= to) continue;
      const [own] = namesIn(plainText(cells[0]?.text ?? ''));
      const said = plainText(cells[column]?.text ?? '');
      const nothing = /^\W*(?:none|nothing|no\b|n\/a|无|無|なし|없음)|^\W*$/iu.test(said);
      const needs = nothing ? [] : neededBy(`depends on ${said}`);
      if (own !== undefined && needs) state(order, own, needs);
    }
  }
}

function readDrawings({ blocks }: Section, order: StatedOrder): void {
  const lines = blocks.flatMap((block) => (block.kind === 'code' ? ['', ...block.text.split('\n')] : []));
  const items = allItems(blocks).flatMap(({ item }) => itemText(item).split('\n').map(plainText));
  const names = { idsOf: namesIn, placeOf: (name: string) => Number(/\d+(?:\.\d+)?$/.exec(name)?.[0]) };
  for (const [name, needs] of orderByArrows([...lines, ...items], names)) {
    // A number of another kind does not state this one's place.
    const kind = name.replace(/\d.*$/, '');
    const own = needs.filter((need) => need.startsWith(kind));
    if (own.length > 0) state(order, name, own);
  }
}

/** A statement in the text takes precedence over a table or a drawing. */
function state(order: StatedOrder, name: string, needs: string[]): void {
  const [, kind = '', id = ''] = /^(US|Phase |T)(.*)$/.exec(name) ?? [];
  const known = kind === 'US' ? order.stories : kind === 'T' ? order.tasks : order.phases;
  const key = kind === 'Phase ' ? id : kind === 'T' ? name.toLowerCase() : name;
  if (!known.has(key)) known.set(key, needs);
}

/** @returns `US1`, `Phase 2` and `T003` in a text; the phase in brackets after a story is the story's own */
function namesIn(words: string): string[] {
  const stories = [...words.matchAll(storyName)].map(([, a, b]) => `US${a ?? b}`);
  if (stories.length > 0) return stories;
  const phases = [...words.matchAll(/(?:\bPhase|阶段|階段|フェーズ|단계)\s*(\d+(?:\.\d+)?)/giu)].map(
    ([, number]) => `Phase ${number}`,
  );
  return phases.length > 0 ? phases : [...words.matchAll(/\bT\d{3,}\b/g)].map(([task]) => task);
}

const dependsOn = String.raw`\bdepends? on|\brequires|\bneeds|\b(?:starts? |begins? |comes? )?after|\bblocked by|依赖|依賴|依存`;
/** `Foundational + US1`: only dependencies. */
const listed =
  /^(?:(?:Setup|Foundation\w*|Phase \d+|US-?\d+|User Story \d+)(?:\s*\([^()]*\))?(?:\s*(?:\+|,|&|and)\s*(?=\S)|\s*$))+$/i;
const storyName =
  /\bUS-?(\d+)\b|(?:\b(?:User )?Story|ユーザーストーリー|用户故事|使用者故事|사용자 스토리) ?-?(\d+)(?!\d)/giu;

/** Items, paragraphs, and lines of code blocks, which may contain drawings. */
function linesOf({ blocks }: { blocks: readonly Block[] }): string[] {
  return [
    ...allItems(blocks).map(({ item }) => plainText(itemText(item))),
    ...blocks.flatMap((block) =>
      block.kind === 'paragraph' || block.kind === 'code' ? block.text.split('\n').map(plainText) : [],
    ),
  ];
}

/**
 * @returns the dependencies after "depends on", [] for "no dependencies", undefined if neither is stated by numbers
 */
function neededBy(said: string): string[] | undefined {
  // Some languages put the verb after the dependency: `US1 に依存`.
  const before = /^(.*?)(?:に依存|の(?:完了)?後|が完了した後|에 의존|이후|완료 후)/u.exec(said)?.[1];
  const behind =
    before ??
    new RegExp(`(?:${dependsOn})\\s*([^;；.。]*)`, 'i').exec(said)?.[1] ??
    (listed.test(said) ? said : undefined);
  if (behind === undefined)
    return /\bno dependenc|\bstart immediately|\bin parallel with phase/i.test(said) ? [] : undefined;
  // Text in brackets is a reason, and "- independent of US1" is the opposite.
  const words = behind
    .replaceAll(/\([^()]*\)/g, ' ')
    .replace(/\s[–—-]\s.*|\b(?:independent|but|not|may|might|could|optionally|integrat\w*|blocks)\b.*/is, '');
  // All phases, or the usual ones: not stated by numbers.
  if (/\b(?:all|any|each|every)\b/i.test(words)) return undefined;
  const phases = [...words.matchAll(/\bPhases?\s+(\d+(?:(?:\s*(?:,|and|&|\+|-|–|to)\s*)+\d+)*)/gi)]
    .flatMap(([, list = '']) => list.split(/\s*(?:,|\band\b|&|\+)\s*/).filter(Boolean))
    .flatMap((part) => rangeOfIds(part))
    .map((number) => `Phase ${number}`);
  const others = [
    ...words.matchAll(
      /(?:\bUS-?|(?:\b(?:User )?Story|ユーザーストーリー|用户故事|사용자 스토리) ?)(\d+)(?!\d)|(T\d{3,})/giu,
    ),
  ].map(([, story, task]) => task ?? `US${story}`);
  const stories = [...words.matchAll(/\b(?:User )?Stories (\d+(?:\s*(?:,|and|&|-|–|to)\s*\d+)+)/gi)]
    .flatMap(([, list = '']) => list.split(/\s*(?:,|\band\b|&)\s*/).filter(Boolean))
    .flatMap(rangeOfIds)
    .map((number) => `US${number}`);
  const found = [...phases, ...others, ...stories];
  return found.length > 0 ? found : undefined;
}
