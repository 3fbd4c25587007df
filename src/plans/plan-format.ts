import type { PlanFormatName } from '../contract/plan-formats.ts';
import type { MarkdownFile } from './markdown/read-markdown.ts';
import type { PlanInput, ReadDraft } from './plan-input.ts';
import type { SourceText } from './text/source-text.ts';
import type { WriteBack, WriteBackInput } from './write-back/write-back.ts';

/**
 * All that fairlead knows of one plan format. No piece is optional: a format without one says `null` or an empty list, so
 * that the compiler names what a new format lacks.
 */
export interface PlanFormat {
  name: PlanFormatName;
  detect: Detection;
  read: ReadDraft;
  wanted: WantedFiles;
  /** Directories that identify the format: a document outside the repository is read with its path from there on. */
  directories: readonly string[];
  /** Edits that mark a unit as done in its documents. */
  writeBack(input: WriteBackInput): WriteBack;
}

/** How a document is recognised. `place` counts before `signs`, unless nothing is found in a document of that place. */
export interface Detection {
  /** Matches the path of a document, with a `/` before it. */
  place: RegExp | null;
  signs: readonly Sign[];
  /** Matches paths, with a `/` before them, of files that only say more of a plan beside them. */
  companions: RegExp | null;
  /** Says why a document that belongs to such a plan is not one itself; undefined for all others. */
  refuse: ((file: MarkdownFile, input: PlanInput) => string | undefined) | null;
}

/** Kinds of signs, the most certain first: one of an earlier kind counts before one of a later kind, whatever the format. */
export const signKinds = ['fields', 'name', 'shape', 'boxes'] as const;
export type SignKind = (typeof signKinds)[number];

/** What identifies a document of any path. `find` returns the reason in one line, or undefined. */
export type Sign = MarkdownSign | DataSign;

export interface MarkdownSign {
  in: 'markdown';
  /** `fields`: front matter. `name`: the file's name and title. `shape`: headings and the like. `boxes`: words of checkboxes. */
  by: SignKind;
  find(file: MarkdownFile, input: PlanInput): string | undefined;
}

export interface DataSign {
  in: DataKind;
  by: SignKind;
  find(source: SourceText): string | undefined;
}

export type DataKind = 'json' | 'json_lines' | 'yaml';

/** Which files are read when somebody names a document or a directory. */
export interface WantedFiles {
  /**
   * What is looked for in a directory. Of all formats the lowest rank that finds something counts: below 160 stand
   * directories of one format, above it names that several formats use.
   */
  inDirectory: readonly { rank: number; path: RegExp }[];
  /** The path of a document that is read instead of one found in a directory, where it exists. */
  instead: ((path: string) => string) | null;
  /** Paths of documents that say more of the plan, read where they exist. */
  beside: ((path: string) => readonly string[]) | null;
  /** Documents of the listing that hold the work of one that only names it. */
  parts: ((path: string, listing: readonly string[]) => readonly string[]) | null;
}
