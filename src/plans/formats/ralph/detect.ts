import { readJson } from '../../text/json-text.ts';
import { wholeText } from '../../text/source-text.ts';
import type { SourceText } from '../../text/source-text.ts';
import { storiesOf } from './read.ts';

/** @returns the reason if a document has `userStories` */
export function hasUserStories(source: SourceText): string | undefined {
  return /"userStories"\s*:/.test(wholeText(source)) ? 'it has userStories' : undefined;
}

/** @returns the path of entries with `passes` or criteria in a document; undefined if it has none */
export function hasWhatMustPass(source: SourceText): string | undefined {
  const text = wholeText(source);
  // Tasks of other tools may have acceptance criteria, too.
  const others = /"tasks"\s*:\s*\[/.test(text) && !/"passes"\s*:\s*(?:true|false)/.test(text);
  if (others || !/"(?:passes|acceptance\w*)"\s*:/.test(text)) return undefined;
  const read = readJson(text);
  const stories = read.ok ? storiesOf(read.value) : undefined;
  if (!stories) return undefined;
  const [where] = stories.path;
  return where ? `${where} with what must pass` : 'a list of what must pass';
}
