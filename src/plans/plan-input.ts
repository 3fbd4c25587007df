import type { PlanFormat } from '../contract/plan.ts';
import type { Draft } from './draft.ts';
import type { MarkdownFile } from './markdown/read-markdown.ts';
import { readMarkdown } from './markdown/read-markdown.ts';
import type { PlanFile } from './plan-file.ts';
import { readSourceText } from './text/source-text.ts';
import type { SourceText } from './text/source-text.ts';

/** Reads plans of one format. Never throws: what it cannot read becomes a problem, and no unit means that it is no plan. */
export interface Importer {
  format: PlanFormat;
  read(input: PlanInput): Draft;
}

/** What an importer works on. */
export interface PlanInput {
  sources: SourceText[];
  /** All paths of the repository: tells what exists beside the files that were read. */
  listing: ReadonlySet<string>;
  /** Parsed once for all who ask. */
  markdown(source: SourceText): MarkdownFile;
}

export function planInput(files: readonly PlanFile[], listing: readonly string[]): PlanInput {
  const parsed = new Map<SourceText, MarkdownFile>();
  return {
    sources: files.map(readSourceText),
    listing: new Set(listing),
    markdown(source) {
      const known = parsed.get(source);
      if (known) return known;
      const read = readMarkdown(source);
      parsed.set(source, read);
      return read;
    },
  };
}
