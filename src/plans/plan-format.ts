import type { PlanFormatName } from '../contract/plan-formats.ts';
import type { MarkdownFile } from './markdown/read-markdown.ts';
import type { PlanInput, ReadDraft } from './plan-input.ts';
import type { SourceText } from './text/source-text.ts';
import type { WriteBack, WriteBackInput } from './write-back/write-back.ts';

/**
 * The definition of one plan format. No field is optional: a format without one uses `null` or an empty list, so that
 * the compiler names the missing fields of a new format.
 */
export interface PlanFormat {
  name: PlanFormatName;
  detect: Detection;
  read: ReadDraft;
  wanted: WantedFiles;
  /** Directories that identify the format: the path of a document outside the repository starts there. */
  directories: readonly string[];
  /** Returns edits that mark a unit as done in its documents. */
  writeBack(input: WriteBackInput): WriteBack;
}

/**
 * How a document is detected. `place` takes precedence over `signs`, unless a document of that place has no units.
 */
export interface Detection {
  /** Matches the path of a document, with a `/` before it. */
  place: RegExp | null;
  signs: readonly Sign[];
  /** Matches paths, with a leading `/`, of companion files of a plan. */
  companions: RegExp | null;
  /** Returns why a document that belongs to such a plan is not a plan itself; undefined for all others. */
  refuse: ((file: MarkdownFile, input: PlanInput) => string | undefined) | null;
}

/** Kinds of signs, the most certain first: an earlier kind takes precedence over a later one, whatever the format. */
export const signKinds = ['fields', 'name', 'shape', 'boxes'] as const;
export type SignKind = (typeof signKinds)[number];

/** A sign that identifies a document at any path. `find` returns the reason in one line, or undefined. */
export type Sign = MarkdownSign | DataSign;

export interface MarkdownSign {
  in: 'markdown';
  /**
   * `fields`: front matter. `name`: the file's name and title. `shape`: headings and similar. `boxes`: text of
   * checkboxes.
   */
  by: SignKind;
  find(file: MarkdownFile, input: PlanInput): string | undefined;
}

export interface DataSign {
  in: DataKind;
  by: SignKind;
  find(source: SourceText): string | undefined;
}

export type DataKind = 'json' | 'json_lines' | 'yaml';

/** The files to read for a given document or directory. */
export interface WantedFiles {
  /**
   * Patterns to search for in a directory. The lowest rank with a match wins over all formats: ranks below 160 are
   * directories of one format, higher ranks are names that several formats use.
   */
  inDirectory: readonly { rank: number; path: RegExp }[];
  /** The path of a document to read instead of the found one, if it exists. */
  instead: ((path: string) => string) | null;
  /** Paths of other documents to read, if they exist. */
  beside: ((path: string) => readonly string[]) | null;
  /** Documents of the listing that contain the work of one that only names it. */
  parts: ((path: string, listing: readonly string[]) => readonly string[]) | null;
}
