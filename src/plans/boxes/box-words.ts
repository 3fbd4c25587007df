import { plainText } from '../markdown/inline.ts';
import { allItems, itemText } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';

/** @returns the text of every checkbox of a document, including nested ones */
export function boxWords(file: MarkdownFile): string[] {
  return allItems(file.blocks).flatMap(({ item }) => (item.box ? [plainText(itemText(item))] : []));
}

/** @returns whether at least a third of the boxes are numbered */
export function areNumbered(words: readonly string[]): boolean {
  const numbered = words.filter((text) => /^\d+(?:\.\d+)*[.):]?\s/.test(text)).length;
  return numbered > 0 && numbered * 2 >= words.length - numbered;
}
