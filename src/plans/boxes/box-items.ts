/** Checkboxes as units and steps, shared by the formats that use them. */
import { keepStart } from '../../base/cut-text.ts';
import type { PlanProblem, PlanStep } from '../../contract/plan.ts';
import { planProblem } from '../draft.ts';
import type { Block, Item, List } from '../markdown/block.ts';
import { codeSpans, joinSpans, plainText } from '../markdown/inline.ts';
import { allItems, itemText } from '../markdown/outline.ts';
import type { Section } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { textOfBlocks } from '../markdown/unit-words.ts';
import { checksIn } from '../text/checks-in-line.ts';
import { kindByWords } from '../tasks/person-steps.ts';

export interface BoxItem {
  item: Item;
  list: List;
  /** The innermost section around it. */
  section: Section | null;
  /** 0 for a box that is in no other box. */
  depth: number;
  /** Its first paragraph without Markdown. */
  words: string;
  /** The same with Markdown. */
  written: string;
  done: boolean;
  optional: boolean;
}

/** @returns all checkboxes of the document in order */
export function boxItems(file: MarkdownFile): BoxItem[] {
  let at = -1;
  return allItems(file.blocks).flatMap(({ item, list, boxes: depth }) => {
    while ((file.sections[at + 1]?.from ?? Infinity) <= item.from) at += 1;
    if (!item.box) return [];
    const written = itemText(item);
    const words = plainText(written);
    return [
      {
        item,
        list,
        depth,
        section: file.sections[at] ?? null,
        words,
        written,
        done: item.box.done,
        optional: item.box.optional || isStarred(words),
      },
    ];
  });
}

/** @param why the reason after "left out" */
export function skippedBoxes(left: readonly BoxItem[], why: string, path: string): PlanProblem[] {
  const [first] = left;
  if (!first) return [];
  const message = `${left.length} ${left.length === 1 ? 'box' : 'boxes'} left out, ${why}`;
  return [planProblem('note', 'skipped_boxes', message, { path, line: first.item.from })];
}

/** @returns nested checkboxes as steps */
export function innerSteps(blocks: readonly Block[]): PlanStep[] {
  return allItems(blocks).flatMap(({ item: inner }) =>
    inner.box ? [stepOf(plainText(itemText(inner)), inner.box.done)] : [],
  );
}

/** @returns the whole text of an item, including its details */
export function wordsOfItem(item: Item): string {
  return textOfBlocks(item.children);
}

/** @returns commands in items that check the work */
export function checksOf(blocks: readonly Block[]): string[] {
  return joinSpans(textOfBlocks(blocks))
    .split('\n')
    .flatMap((line) => checksIn(line, codeSpans(line)));
}

export function stepOf(words: string, done: boolean): PlanStep {
  return { title: stepWords(words), kind: kindByWords(words), done };
}

export function stepWords(words: string): string {
  return (
    keepStart(words, 200)
      .replace(/^(?:sub-?task|子任务|子任務|サブタスク|하위 작업)\s*\d[\d.]*\s*[:：.)—–-]\s*(?=\S)/iu, '')
      .trim() || 'step'
  );
}

/** `2.1`, `2.1.`, `2.1)`, `2.1:`, `2.T1`, `2.1*`, `2.*` before the words. */
export function numbered(words: string): { id: string; rest: string } | undefined {
  const match =
    /^(\d+(?:\.[A-Z]?\d+)*[a-z]?)(?:\\?\*)?(?:[.):]+(?:\\?\*(?=\s))?\s*|\s+-\s+|\s+)(\S.*)?$/su.exec(words);
  return match ? { id: match[1] ?? '', rest: (match[2] ?? '').trim() } : undefined;
}

/**
 * @returns whether a star at the number marks it as optional: `2.1* Load test`; cc-sdd writes it there, Kiro after
 *   the box
 */
export function isStarred(words: string): boolean {
  return /^\d+(?:\.[A-Z]?\d+)*[a-z]?(?:\\?\*(?=[.):\s])|[.):]\\?\*(?=\s))/u.test(words);
}

/** Headings of acceptance criteria, whose boxes are not work. */
export const criteriaHeading =
  /^(?:\W*)(?:appendix\b[^:：]{0,20}[:：]\s*)?(?:\d+[.)]\s*)?(?:success (?:criteria|validation|metrics|indicators|measures)|acceptance(?: criteria| tests?| checklist)?|definition of (?:done|ready)|exit criteria|completion criteria|quality gates?|checklist before|done when|out of scope|non-goals|(?:open |unresolved )?questions\b|risks?\b.*|(?:erfolgs|akzeptanz|abnahme)kriterien|definition von fertig|nicht-?ziele|offene (?:fragen|punkte)|risiken|criterios de (?:éxito|aceptación)|definición de (?:hecho|terminado)|fuera de alcance|riesgos|critérios de (?:sucesso|aceitação|aceite)|definição de (?:pronto|concluído)|fora (?:do|de) escopo|riscos|crit[èe]res d(?:e (?:réussite|succès)|['’](?:acceptation|achèvement))|définition de (?:terminé|fini)|hors périmètre|risques|критери[ий](?!\p{L}).*|определение готовности|риски|открытые вопросы|(?:验收|驗收|成功|完成)(?:标准|標準|条件|準則|准则)?\s*$|验收.*|(?:受け入れ|受入|完了|成功)(?:基準|条件|の定義)|(?:완료|인수|성공|수락) ?(?:조건|기준|의 정의)|风险|風險|リスク|위험|非目标|非目標|未解決の(?:質問|課題)|待解决问题|미해결 질문)/iu;
