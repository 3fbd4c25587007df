/** What the chapter "Dependencies & Execution Order" of a list of tasks says of its phases. */
import { rangeOfIds } from '../markdown/id-range.ts';
import { plainText } from '../markdown/inline.ts';
import { allItems, itemText } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';

export interface StatedOrder {
  /** By the number of a phase: all that it waits for, `Phase 2`, `US1`, `T003`; nothing where it may begin at once. */
  phases: Map<string, string[]>;
  /** By the id of a task, in small letters: tasks that it waits for. */
  tasks: Map<string, string[]>;
}

/** @returns what is said by numbers; what is said by names, as in "depends on Setup", keeps the usual order */
export function statedOrder(file: MarkdownFile): StatedOrder {
  const order: StatedOrder = { phases: new Map(), tasks: new Map() };
  const chapters = file.sections.filter(({ heading }) => /\bDependenc|依赖|依賴|依存/i.test(heading.text));
  for (const { item } of chapters.flatMap(({ blocks }) => allItems(blocks))) {
    const words = plainText(itemText(item));
    const [, label = '', said = ''] = /^([^:：]{1,120})[:：]\s*(.+)$/s.exec(words) ?? [];
    const numbers = [...label.matchAll(/\bPhase\s+(\d+)\b(?!\s*(?:[+–-]|to\b))/gi)];
    const needs = neededBy(said);
    const [number] = numbers;
    if (number && numbers.length === 1 && needs) order.phases.set(number[1] ?? '', needs);
    const [, tasks, behind] = /^((?:T\d+[/、, ]*)+)(.*)$/s.exec(words) ?? [];
    const ids = neededBy(behind ?? '')?.filter((need) => need.startsWith('T')) ?? [];
    for (const [task] of (tasks ?? '').matchAll(/T\d+/g)) order.tasks.set(task.toLowerCase(), ids);
  }
  return order;
}

/** @returns what stands behind "depends on", [] for "no dependencies", undefined where neither is said by numbers */
function neededBy(said: string): string[] | undefined {
  const behind = /(?:\bdepends? on|\brequires|依赖|依賴|依存)\s*([^;；.。]*)/i.exec(said)?.[1];
  if (behind === undefined)
    return /\bno dependenc|\bstart immediately|\bin parallel with phase/i.test(said) ? [] : undefined;
  // What stands in brackets tells why, and "- independent of US1" tells what not.
  const words = behind
    .replaceAll(/\([^()]*\)/g, ' ')
    .replace(/\s[–—-]\s.*|\b(?:independent|but|not)\b.*/is, '');
  // Behind all of them, or behind the usual: no number tells that.
  if (/\b(?:all|any|each|every|setup|foundation\w*)\b/i.test(words)) return undefined;
  const phases = [...words.matchAll(/\bPhases?\s+(\d+(?:(?:\s*(?:,|and|&|\+|-|–|to)\s*)+\d+)*)/gi)]
    .flatMap(([, list = '']) => list.split(/\s*(?:,|\band\b|&|\+)\s*/).filter(Boolean))
    .flatMap((part) => rangeOfIds(part))
    .map((number) => `Phase ${number}`);
  const others = [...words.matchAll(/\b(?:US|User Story )(\d+)\b|(T\d{3,})/g)].map(
    ([, story, task]) => task ?? `US${story}`,
  );
  return phases.length + others.length > 0 ? [...phases, ...others] : undefined;
}
