/** Places that rules against reading name outside of the workspace: in the sandbox they are not there. */
import type { SourcedRule } from '../../contract/settings.ts';
import { parseRule } from './rules/parse-rule.ts';

/**
 * @returns absolute paths; a rule with a pattern that is not a whole directory names none, because a sandbox hides places
 *   and not patterns
 */
export function hiddenPlaces(deny: readonly SourcedRule[], home: string): string[] {
  return deny.flatMap(({ rule }) => {
    const parsed = parseRule(rule, 'deny');
    if (parsed.kind !== 'path' || parsed.tool !== 'Read') return [];
    const place = parsed.pattern.replace(/\/\*{1,2}$/, '');
    if (/[*?[\]{}]/.test(place)) return [];
    if (place.startsWith('//')) return place.length > 2 ? [place.slice(1)] : [];
    return place.startsWith('~/') ? [`${home}${place.slice(1)}`] : [];
  });
}
