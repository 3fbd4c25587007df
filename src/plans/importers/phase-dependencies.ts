/** What the chapter "Dependencies & Execution Order" of a list of tasks says of its phases. */
import type { Block } from '../markdown/block.ts';
import { rangeOfIds } from '../markdown/id-range.ts';
import { plainText } from '../markdown/inline.ts';
import { allItems, itemText } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';

export interface StatedOrder {
  /** By the number of a phase: all that it waits for, `Phase 2`, `US1`, `T003`; nothing where it may begin at once. */
  phases: Map<string, string[]>;
  /** By the code of a story, `US2`: all that it waits for. */
  stories: Map<string, string[]>;
  /** By the id of a task, in small letters: tasks that it waits for. */
  tasks: Map<string, string[]>;
}

/** @returns what is said by numbers; what is said by names, as in "depends on Setup", keeps the usual order */
export function statedOrder(file: MarkdownFile): StatedOrder {
  const order: StatedOrder = { phases: new Map(), stories: new Map(), tasks: new Map() };
  const chapters = file.sections.filter(({ heading }) => /\bDependenc|依赖|依賴|依存/i.test(heading.text));
  for (const words of chapters.flatMap(linesOf)) {
    const [, label = '', said = ''] = /^([^:：]{1,120})[:：]\s*(.+)$/s.exec(words) ?? [];
    const numbers = [...label.matchAll(/\bPhase\s+(\d+)\b(?!\s*(?:[+–-]|to\b))/gi)];
    const needs = neededBy(said);
    const named = [...label.matchAll(storyName)].map(([, a, b]) => `US${a ?? b}`);
    const [story] = named;
    // In brackets a story says where it stands: `User Story 2 (Phase 4)`.
    if (story !== undefined && named.length === 1 && needs) order.stories.set(story, needs);
    const bare = new RegExp(String.raw`^(US\d+)\b[^:：]*?(?:${dependsOn})`, 'i').exec(words);
    const bareNeeds = bare && neededBy(words.slice(bare[1]?.length ?? 0));
    if (bare && bareNeeds && story === undefined) order.stories.set(bare[1]?.toUpperCase() ?? '', bareNeeds);
    const [number] = numbers;
    if (number && numbers.length === 1 && needs && story === undefined)
      order.phases.set(number[1] ?? '', needs);
    const [, tasks, behind] = /^((?:T\d+[/、, ]*)+)(.*)$/s.exec(words) ?? [];
    const ids = neededBy(behind ?? '')?.filter((need) => need.startsWith('T')) ?? [];
    for (const [task] of (tasks ?? '').matchAll(/T\d+/g)) order.tasks.set(task.toLowerCase(), ids);
  }
  return order;
}

const dependsOn = String.raw`\bdepends? on|\brequires|\bneeds|\b(?:starts? |begins? |comes? )?after|\bblocked by|依赖|依賴|依存`;
/** `Foundational + US1`: nothing but what it waits for. */
const listed =
  /^(?:(?:Setup|Foundation\w*|Phase \d+|US-?\d+|User Story \d+)(?:\s*\([^()]*\))?(?:\s*(?:\+|,|&|and)\s*(?=\S)|\s*$))+$/i;
const storyName = /\bUS-?(\d+)\b|\b(?:User )?Story -?(\d+)\b/gi;

/** Items, paragraphs, and the lines of blocks of code, in which some draw the order. */
function linesOf({ blocks }: { blocks: readonly Block[] }): string[] {
  return [
    ...allItems(blocks).map(({ item }) => plainText(itemText(item))),
    ...blocks.flatMap((block) =>
      block.kind === 'paragraph' || block.kind === 'code' ? block.text.split('\n').map(plainText) : [],
    ),
  ];
}

/** @returns what stands behind "depends on", [] for "no dependencies", undefined where neither is said by numbers */
function neededBy(said: string): string[] | undefined {
  const behind =
    new RegExp(`(?:${dependsOn})\\s*([^;；.。]*)`, 'i').exec(said)?.[1] ??
    (listed.test(said) ? said : undefined);
  if (behind === undefined)
    return /\bno dependenc|\bstart immediately|\bin parallel with phase/i.test(said) ? [] : undefined;
  // What stands in brackets tells why, and "- independent of US1" tells what not.
  const words = behind
    .replaceAll(/\([^()]*\)/g, ' ')
    .replace(/\s[–—-]\s.*|\b(?:independent|but|not|may|might|could|optionally|integrat\w*|blocks)\b.*/is, '');
  // Behind all of them, or behind the usual: no number tells that.
  if (/\b(?:all|any|each|every)\b/i.test(words)) return undefined;
  const phases = [...words.matchAll(/\bPhases?\s+(\d+(?:(?:\s*(?:,|and|&|\+|-|–|to)\s*)+\d+)*)/gi)]
    .flatMap(([, list = '']) => list.split(/\s*(?:,|\band\b|&|\+)\s*/).filter(Boolean))
    .flatMap((part) => rangeOfIds(part))
    .map((number) => `Phase ${number}`);
  const others = [...words.matchAll(/\b(?:US-?|(?:User )?Story )(\d+)\b|(T\d{3,})/gi)].map(
    ([, story, task]) => task ?? `US${story}`,
  );
  const stories = [...words.matchAll(/\b(?:User )?Stories (\d+(?:\s*(?:,|and|&|-|–|to)\s*\d+)+)/gi)]
    .flatMap(([, list = '']) => list.split(/\s*(?:,|\band\b|&)\s*/).filter(Boolean))
    .flatMap(rangeOfIds)
    .map((number) => `US${number}`);
  const found = [...phases, ...others, ...stories];
  return found.length > 0 ? found : undefined;
}
