import type { Block, Heading } from '../../markdown/block.ts';
import { plainText } from '../../markdown/inline.ts';
import { sectionsAround } from '../../markdown/outline.ts';
import type { Section } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { isOver } from '../../markdown/struck.ts';
import { criteriaHeading } from '../../boxes/box-items.ts';
import type { TaskSection } from '../../tasks/task-sections.ts';

const story =
  /^(?:\W*\s)?(?:User\s+)?(?:Story|Historia|História|Histoire|ストーリー|스토리|故事)\s*#?\s*(\d+(?:[.-]\d+)*[a-z]?|[A-Z]{1,4}-?\d+(?:[.-]\d+)*)(?:\s*[:：.)—–-]+\s*|\s+|$)(.*)$/iu;
const epic = /^(?:\W*\s)?(?:Epic|Épica|Épico|エピック|史诗|에픽)\b/iu;
/** Sections on the level of a story that belong to it. */
const part =
  /^(?:\W*)(?:context|acceptance|out of scope|in scope|technical|tech|tasks?|dev|implementation|dependenc|definition of done|test|notes?|description|user story|files?)\b/i;
/** The document is about stories, and contains none to do. */
const about = /\b(?:retrospective|review|report|analysis|summary|technical specification|tech spec)\b/i;

/** @returns the number and the title of a heading `Story 1.2: Cart` */
export function readStoryHeading(heading: string): { id: string; title: string } | undefined {
  const words = plainText(heading);
  const [, id, title = ''] = story.exec(words) ?? [];
  return id === undefined ? undefined : { id, title: title.trim() || words };
}

/** @returns the stories of a document that breaks epics down, in order: headings, else bold lines */
export function storySections(file: MarkdownFile): TaskSection[] {
  if (about.test(plainText(file.sections[0]?.heading.text ?? ''))) return [];
  const headings = storyHeadings(file);
  return headings.length > 1 ? headings : boldStories(file);
}

function storyHeadings(file: MarkdownFile): TaskSection[] {
  const found: TaskSection[] = [];
  let group: Section | null = null;
  for (const [index, section] of file.sections.entries()) {
    const { heading } = section;
    if (epic.test(plainText(heading.text))) group = section;
    const read = readStoryHeading(heading.text);
    if (!read || isCriteria(section)) continue;
    found.push({
      ...read,
      section: withParts(section, file.sections.slice(index + 1)),
      done: isOver(heading.text),
      group,
    });
  }
  return found;
}

function isCriteria(section: Section): boolean {
  return sectionsAround(section.parent).some(({ heading }) => criteriaHeading.test(plainText(heading.text)));
}

/** Some documents put the parts of a story on its own heading level. */
function withParts(section: Section, later: readonly Section[]): Section {
  const { level } = section.heading;
  const parts: Section[] = [];
  for (const next of later) {
    if (next.heading.level > level) continue;
    if (next.heading.level < level || !part.test(plainText(next.heading.text))) break;
    parts.push(next);
  }
  const blocks = [section, ...parts].flatMap((one) => [
    ...(one === section ? [] : [one.heading]),
    ...one.blocks,
  ]);
  return { ...section, blocks, to: parts.at(-1)?.to ?? section.to };
}

/** `**Story 1.1: Cart**` as a paragraph, with everything up to the next one or to a heading. */
function boldStories(file: MarkdownFile): TaskSection[] {
  const found: TaskSection[] = [];
  let open: { read: { id: string; title: string }; heading: Heading; blocks: Block[] } | null = null;
  let group: Section | null = null;
  let at = 0;
  const close = () => {
    if (!open) return;
    const { read, heading, blocks } = open;
    while (blocks.at(-1)?.kind === 'rule') blocks.pop();
    const section = { heading, blocks, intro: blocks, parent: group, from: heading.from };
    const to = blocks.at(-1)?.to ?? heading.to;
    found.push({ ...read, section: { ...section, to }, done: isOver(heading.text), group });
    open = null;
  };
  for (const block of file.blocks) {
    const bold =
      block.kind === 'paragraph' ? /^\*\*([^*\n]+)\*\*:?(?:\n|$)/.exec(block.text)?.[1] : undefined;
    const read = bold === undefined ? undefined : readStoryHeading(bold);
    if (read || block.kind === 'heading') close();
    if (block.kind === 'heading') {
      while ((file.sections[at]?.from ?? Infinity) < block.from) at += 1;
      group = file.sections[at] ?? group;
    }
    if (read) {
      const heading: Heading = {
        kind: 'heading',
        level: 6,
        text: bold ?? '',
        from: block.from,
        to: block.to,
      };
      open = { read, heading, blocks: [] };
    } else open?.blocks.push(block);
  }
  close();
  return found;
}
