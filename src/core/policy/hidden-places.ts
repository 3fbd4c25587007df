/** Returns places outside the workspace that deny rules for reading name: the sandbox hides them. */
import type { SourcedRule } from '../../contract/settings.ts';
import { parseRule } from './rules/parse-rule.ts';

/**
 * @returns absolute paths; a rule with a pattern other than a whole directory gives none, because a sandbox hides
 *   paths, not patterns
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
