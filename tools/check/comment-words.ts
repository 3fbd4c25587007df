/** Finds words in comments that have a plainer replacement. Code in backticks and quotes are skipped. */
import { listUnplainWords } from './plain-words.ts';
import type { CodeFile, Project } from './project.ts';

/** @returns one line per comment and word, with the replacement */
export function findUnplainComments({ code }: Project): string[] {
  return code
    .filter(({ path }) => /^(?:src|tools|bench)\//.test(path))
    .flatMap((file) =>
      passages(file).flatMap(({ text, line }) =>
        listUnplainWords(text).map((found) => `${file.path}:${line}: ${found}`),
      ),
    );
}

interface Passage {
  text: string;
  /** The first line of the comment. */
  line: number;
}

/** Returns comments as one line each, so that phrases across line breaks are found. */
function passages({ source }: CodeFile): Passage[] {
  const found: (Passage & { last: number })[] = [];
  for (const { text, line } of source.comments) {
    const previous = found.at(-1);
    // Line comments below each other are one text.
    if (previous && previous.last + 1 === line && !text.startsWith('*')) {
      previous.text += `\n${text}`;
      previous.last = line;
    } else found.push({ text, line, last: line + text.split('\n').length - 1 });
  }
  return found.map(({ text, line }) => ({ text: wordsOf(text), line }));
}

function wordsOf(comment: string): string {
  return comment
    .replaceAll(/^\s*\*+/gm, '')
    .replaceAll(/`[^`]*`|"[^"]*"/g, ' … ')
    .replaceAll(/\s+/g, ' ');
}
