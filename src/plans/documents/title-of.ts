import { plainText } from '../markdown/inline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';

/** @returns the words of the first heading, '' where there is none */
export function titleOf(file: MarkdownFile): string {
  return plainText(file.sections[0]?.heading.text ?? '');
}
