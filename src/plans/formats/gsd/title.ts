import { plainText } from '../../markdown/inline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { textOfBlocks } from '../../markdown/unit-words.ts';
import { elementText } from '../../text/tags.ts';
import type { Element } from '../../text/tags.ts';

/** Returns the objective of the plan, not of its tasks: an element, or a chapter. */
export function objectiveOf(file: MarkdownFile, body: string, tasks: readonly Element[]): string {
  const [first] = tasks;
  const own = elementText(first ? body.slice(0, first.start) : body, 'objective');
  const chapter = file.sections.find(({ heading }) => /^(?:objective|goal)\b/i.test(plainText(heading.text)));
  return own || textOfBlocks(chapter?.intro ?? []);
}

export function titleOf(file: MarkdownFile, objective: string, body: string, id: string): string {
  const heading = file.sections.find((section) => !section.heading.text.startsWith('<'))?.heading.text ?? '';
  const first = elementText(body, 'task');
  const task = elementText(first, 'name') || firstSentence(first.replaceAll(/<\/?[a-z][\w-]*>/g, ''));
  return plainText(firstSentence(objective) || heading || task) || id;
}

/** A sentence may span several lines; `Purpose:` and `Output:` may follow. */
function firstSentence(text: string): string {
  const lines = text.trim().split('\n');
  const end = lines.findIndex(
    (line, index) =>
      /[.!?:]\s*$/.test(line) ||
      !/^\s*[^-*#\s]/.test(lines[index + 1] ?? '') ||
      /^\s*\w+:/.test(lines[index + 1] ?? ''),
  );
  return lines.slice(0, end + 1).join(' ');
}
