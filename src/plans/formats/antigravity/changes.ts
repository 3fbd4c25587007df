/** The proposed changes of an Antigravity plan: components, each with a heading for every file. */
import { plainText } from '../../markdown/inline.ts';
import type { Section } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { asPath } from '../../text/paths.ts';

const chapter =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:(?:proposed|planned) changes|拟议的?(?:更改|变更|修改)|提议的?(?:更改|变更)|擬議的?變更|変更(?:内容|案|点)|提案(?:された|する)?変更|제안(?:된)? 변경(?: 사항)?|vorgeschlagene änderungen|cambios propuestos|(?:mudanças|alterações) propostas|(?:changements|modifications) proposée?s|предлагаемые изменения)\W*$/iu;
const marked = /^\s*(?:\*\*)?\[(MODIFY|NEW|DELETE|RENAME|CREATE|ADD|MOVE)\](?:\*\*)?\s*(.*)$/;

/** `[MODIFY] [server.ts](file:///home/ana/app/src/server.ts)`. */
export function fileHeading({ heading }: Section): { action: string; name: string } | undefined {
  const [, word = '', rest = ''] = marked.exec(heading.text) ?? [];
  if (word === '') return undefined;
  const action = word === 'NEW' ? 'Add' : word.charAt(0) + word.slice(1).toLowerCase();
  return { action, name: plainText(rest) };
}

/** @returns the sections that are units: directly below the chapter, else the headings of files */
export function changesOf(file: MarkdownFile): Section[] {
  const files = file.sections.filter(fileHeading);
  const proposed = file.sections.find(
    ({ heading }) => heading.level > 1 && chapter.test(plainText(heading.text)),
  );
  if (!proposed) return files;
  const inner = file.sections.filter(({ parent }) => parent === proposed);
  if (inner.length > 0) return inner;
  // Some plans put components on the level of the chapter.
  return files.length > 0 ? files : [proposed];
}

/** @returns whether a document has the file headings, or the chapters, of an Antigravity plan */
export function proposesChanges(file: MarkdownFile): boolean {
  const headings = file.sections.map(({ heading }) => plainText(heading.text));
  const verifies = headings.some((words) =>
    /^(?:\W*)(?:verification plan|验证计划|検証計画|검증 계획)/iu.test(words),
  );
  return file.sections.some(fileHeading) || (verifies && headings.some((words) => chapter.test(words)));
}

/**
 * Its links are absolute paths on the machine where it was written.
 *
 * @returns the longest suffix of the path that exists in the repository, for a new file by its folder; undefined if
 *   there is none
 */
export function pathOfLink({ heading }: Section, repository: Repository): string | undefined {
  const target = /\]\((?:file:\/\/)?([^()\s]+)\)/.exec(heading.text)?.[1];
  const words = marked.exec(heading.text)?.[2] ?? '';
  if (target === undefined) return asPath(plainText(words));
  if (!target.startsWith('/') && !/^[A-Za-z]:/.test(target)) return asPath(target);
  const parts = decoded(target).split(/[/\\]/).filter(Boolean);
  const ends = parts.map((_, index) => parts.slice(index).join('/'));
  const known = ends.find((end) => repository.files.has(end));
  if (known !== undefined) return known;
  const beside = ends.find((end) => repository.folders.has(end.slice(0, Math.max(0, end.lastIndexOf('/')))));
  const named = asPath(plainText(words));
  return beside ?? (named?.includes('/') ? named : undefined);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // An invalid percent escape is literal.
    return text;
  }
}

export interface Repository {
  files: ReadonlySet<string>;
  folders: ReadonlySet<string>;
}

export function repositoryOf(listing: ReadonlySet<string>): Repository {
  return { files: listing, folders: new Set([...listing].flatMap(foldersOf)) };
}

function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
