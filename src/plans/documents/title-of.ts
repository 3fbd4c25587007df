import { plainText } from '../markdown/inline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';

/** @returns the text of the first heading, '' if there is none */
export function titleOf(file: MarkdownFile): string {
  return plainText(file.sections[0]?.heading.text ?? '');
}
