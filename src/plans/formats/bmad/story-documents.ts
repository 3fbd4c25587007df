import { plainText } from '../../markdown/inline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { baseName, byName, folderOf } from '../../path-parts.ts';
import { readStoryHeading, storySections } from './story-sections.ts';

/** Epic and number: `1-2-cart`, `m1-2-cart`; not a date. */
export const storyKey = /^([a-z]{0,3}\d{1,3})[-.](\d{1,3}[a-z]?)[-.]/;

/** @returns whether a document holds several stories */
export function isBreakdown(file: MarkdownFile): boolean {
  return storySections(file).length > 1;
}

/** @returns the id of a document that is one story: by its name, else by its title if it has acceptance criteria */
export function idOfStory(file: MarkdownFile): string | undefined {
  const name = baseName(file.source.path);
  if (storyKey.test(name)) return storyId(name);
  const [first, ...others] = file.sections;
  const expects = others.some(({ heading }) => /\bacceptance\b|^tasks\b/i.test(plainText(heading.text)));
  return first?.heading.level === 1 && expects ? readStoryHeading(first.heading.text)?.id : undefined;
}

export function storyId(key: string): string {
  const [, epic = '', story = ''] = storyKey.exec(key) ?? [];
  return `${epic}.${story}`;
}

/** Stories are below the folder of the status file, or in a folder `stories`. */
export function storiesFor(status: string, listing: readonly string[]): string[] {
  const folder = folderOf(status);
  return listing
    .filter(
      (path) =>
        path.endsWith('.md') &&
        storyKey.test(baseName(path)) &&
        (folder === '' || path.startsWith(`${folder}/`) || /(?:^|\/)stories\//.test(path)),
    )
    .toSorted(byName);
}
