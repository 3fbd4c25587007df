import type { PlanUnit } from '../contract/plan.ts';
import type { SourceText } from './text/source-text.ts';

const saying =
  /depend|deps|after|block|requires?|needs?|waits?|prerequisite|依赖|依賴|依存|의존|abhängig|завис|deriv|->|→|<-|←/i;

/**
 * @param names the names of the other unit in the document
 * @returns the line (from 0) where a document states a dependency: in the unit, else in a line that names both;
 *   otherwise the unit's first line, because the order of the document implies it
 */
export function dependencyLine(
  source: SourceText,
  unit: PlanUnit,
  own: readonly string[],
  names: readonly string[],
): { line: number; stated: boolean } {
  const from = source.lines.findIndex(({ end }) => end >= unit.range.start);
  const has = (text: string, ids: readonly string[]) => ids.some((id) => namesId(text, id));
  let previous = '';
  for (const [index, { text, start }] of source.lines.entries()) {
    const inside = start >= unit.range.start && start < unit.range.end;
    // A label and its list may be on two lines.
    if (inside && has(text, names) && (saying.test(text) || saying.test(previous)))
      return { line: index, stated: true };
    if (text.trim() !== '') previous = text;
  }
  const ordered = source.lines.findIndex(({ text }) => {
    const verb = saying.exec(text);
    // The dependent unit comes before the verb.
    return verb !== null && has(text.slice(0, verb.index), own) && has(text.slice(verb.index), names);
  });
  const both =
    ordered >= 0
      ? ordered
      : source.lines.findIndex(({ text }) => /block/i.test(text) && has(text, own) && has(text, names));
  return both >= 0 ? { line: both, stated: true } : { line: Math.max(0, from), stated: false };
}

function namesId(text: string, id: string): boolean {
  const at = text.toLowerCase().indexOf(id.toLowerCase());
  if (id === '' || at < 0) return false;
  const isPart = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}.]/u.test(character);
  const after = text.slice(at + id.length);
  return !isPart(text[at - 1]) && !/^(?:[\p{L}\p{N}]|\.\d)/u.test(after);
}
