/** Numbered lists that are the plan: below a heading that calls them steps, or as the only content of a plan. */
import type { List } from '../markdown/block.ts';
import { plainText } from '../markdown/inline.ts';
import { itemText } from '../markdown/outline.ts';
import type { Section } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { isStruck, isTicked, withoutTick } from '../markdown/struck.ts';
import type { BoxItem } from './box-items.ts';
import { isGivenUpChapter } from './not-work.ts';

/** @returns whether a heading says that the headings directly below it are steps */
export function namesSteps(heading: string): boolean {
  const words = plainText(heading);
  return steps.test(words) && !ways.test(words);
}

/** These describe an approach, in chapters and in steps. */
const ways = /^(?:\W*)(?:\d+[.)]\s*)?(?:approach|implementation|(?:the )?plan|umsetzung|vorgehen|plan)\W*$/iu;
const steps =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:implementation(?: steps| plan| order)?|(?:execution |action |detailed |migration |next )?steps|approach|(?:proposed |required )?changes(?: required)?|tasks?|to-?dos?|(?:the )?plan(?: of (?:work|action))?|action (?:plan|items)|order of (?:work|implementation)|work(?: items| plan)?|umsetzung|schritte|vorgehen|pasos|plan de acción|passos|étapes|шаги|план|步骤|实施步骤|實施步驟|实现步骤|任务|手順|実装手順|단계|구현 단계)\W*$/iu;

/** @returns the entries of such lists, as if each had an open box; none if a document has fewer than two */
export function numberedSteps(file: MarkdownFile): BoxItem[] {
  const lists = file.blocks.flatMap((block) =>
    block.kind === 'list' && block.ordered && block.items.length > 1
      ? [{ list: block, section: file.sections.findLast(({ from }) => from < block.from) ?? null }]
      : [],
  );
  const work = lists.filter(({ section }) => !isGivenUpChapter(section));
  const named = work.filter(({ section }) => section && steps.test(plainText(section.heading.text)));
  const alone = work.length === 1 && (work[0]?.section === null || work[0]?.section.heading.level === 1);
  return (named.length > 0 ? named : alone ? work : []).flatMap(({ list, section }) =>
    list.items.map((item) => asBox(list, item, section)),
  );
}

function asBox(list: List, item: List['items'][number], section: Section | null): BoxItem {
  const written = itemText(item);
  // The first line is the title.
  const [line = ''] = written.split('\n');
  return {
    item,
    list,
    section,
    depth: 0,
    words: withoutTick(plainText(line)),
    written,
    done: isStruck(written) || isTicked(line),
    optional: false,
  };
}
