import { rangeOfIds } from './id-range.ts';

/** Ids of other units in running text, as written. */
export interface DependencyWords {
  /** Explicit: `(depends on T012, T013)`, `Depends: 1.1`, `blocked by #12`. */
  needs: string[];
  /** In passing, as in `depends on task 3 for its types`: counts if such a unit exists. */
  mentions: string[];
}

const intro =
  /(\(?)(?<![A-Za-z0-9])(depends?(?:\s+on)?|dependenc(?:y|ies)|deps|blocked\s+by|after|requires|needs)(\s*[:：])?\s*/gi;
const oneId = String.raw`#?[A-Z]{0,5}-?\d+(?:\.\d+)*[a-z]?`;
const end = String.raw`(?![A-Za-z0-9]|[.-]\w)`;
const entry = new RegExp(
  String.raw`(tasks?\s+|phases?\s+)?(${oneId}\s*(?:-|–|to)\s*${oneId}${end}|${oneId}${end})`,
  'iy',
);
const oneIdAlone = new RegExp(`^${oneId}$`, 'i');
const separator = /\s*(?:,\s*and\s|,|and\s|&|\+)\s*/iy;
/** `2 columns`, `80%`: a count, not an id. */
const counted = /\s+(?!and\b|or\b|&)[a-z]|%/iy;

export function dependencyWords(written: string): DependencyWords {
  const text = withoutQuotedIntros(written);
  const found: DependencyWords = { needs: [], mentions: [] };
  for (const match of text.matchAll(intro)) {
    const [whole, bracket, word = '', colon] = match;
    const stated = /^after/i.test(word) ? bracket !== '' : !/^(?:requires|needs)/i.test(word);
    const certain = stated && (bracket !== '' || colon !== undefined);
    for (const { written, named, at } of entriesAt(text, match.index + whole.length)) {
      if (!named && /^\d+$/.test(written) && (matchesAt(counted, text, at) || !stated)) continue;
      const ids = rangeOfIds(written.replaceAll('#', ''));
      if (certain || written.startsWith('#')) found.needs.push(...ids);
      else found.mentions.push(...ids);
    }
  }
  return found;
}

/**
 * Removes code spans, which are quotes and not statements about the unit: `(depends: 1.2)` describes a syntax. Keeps
 * a span that is only an id.
 */
function withoutQuotedIntros(text: string): string {
  if (!text.includes('`')) return text;
  return text.replaceAll(
    /(?<!`)(`+)(?!`)([^`]+(?:`+[^`]+)*?)\1(?!`)/g,
    (_span, _ticks: string, inside: string) => (oneIdAlone.test(inside.trim()) ? inside.trim() : ' '),
  );
}

/** @returns the ids of a list that begins at a position, each with its end */
function entriesAt(text: string, start: number): { written: string; named: boolean; at: number }[] {
  const entries: { written: string; named: boolean; at: number }[] = [];
  for (let at = start; entries.length < 100;) {
    entry.lastIndex = at;
    const match = entry.exec(text);
    if (!match) break;
    const [whole, word, written = ''] = match;
    at += whole.length;
    // `Tasks 1 and 2` names both. A phase is not a unit, but units may follow it.
    if (!word || /^task/i.test(word))
      entries.push({ written, named: word !== undefined || entries.at(-1)?.named === true, at });
    separator.lastIndex = at;
    at += separator.exec(text)?.[0].length ?? text.length;
  }
  return entries;
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
