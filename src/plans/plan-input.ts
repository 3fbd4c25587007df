import type { Draft } from './draft.ts';
import type { MarkdownFile } from './markdown/read-markdown.ts';
import { readMarkdown } from './markdown/read-markdown.ts';
import type { PlanFile } from './plan-file.ts';
import { readSourceText } from './text/source-text.ts';
import type { SourceText } from './text/source-text.ts';

/**
 * Reads plans of one format. Never throws: unreadable parts become problems, and no unit means that it is not a plan.
 */
export type ReadDraft = (input: PlanInput) => Draft;

/** The input of a format. */
export interface PlanInput {
  sources: SourceText[];
  /** All paths of the repository, to check which files exist. */
  listing: ReadonlySet<string>;
  /** Parses each source once, for all callers. */
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
