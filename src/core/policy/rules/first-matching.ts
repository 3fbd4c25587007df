import type { SourcedRule } from '../../../contract/settings.ts';
import type { Decision } from '../../../contract/verdict.ts';
import type { ToolCall } from '../call.ts';
import type { NamedPlace } from '../named-place.ts';
import { below } from '../path.ts';
import { coverOf } from './match-path.ts';
import { matches, placeOf } from './matches.ts';
import { parseRule } from './parse-rule.ts';

/**
 * Returns the first rule of a list that matches a call. A verdict may need this for hundreds of files: the path rules
 * are joined into one expression, which excludes most files at once.
 *
 * @param rules a list that is used for one verdict only
 */
export function firstMatching(
  rules: readonly SourcedRule[],
  decision: Decision,
  call: ToolCall,
): SourcedRule | undefined {
  const place = placeOf(call);
  const { others, mayCover } =
    place?.kind === 'path' ? partsOf(rules, decision, call) : { others: rules, mayCover: null };
  const candidates = place && mayCover?.(place) ? rules : others;
  return candidates.find((rule) => matches(rule, call, decision));
}

interface Parts {
  /** Rules that are not about paths. */
  others: readonly SourcedRule[];
  /** Whether any of the path rules may match. */
  mayCover: (place: NamedPlace) => boolean;
}

const known = new WeakMap<readonly SourcedRule[], Parts>();

function partsOf(rules: readonly SourcedRule[], decision: Decision, call: ToolCall): Parts {
  const found = known.get(rules) ?? split(rules, decision, call);
  known.set(rules, found);
  return found;
}

function split(rules: readonly SourcedRule[], decision: Decision, call: ToolCall): Parts {
  const others: SourcedRule[] = [];
  const sources = new Map<string, string[]>();
  for (const rule of rules) {
    const parsed = parseRule(rule.rule, decision);
    if (parsed.kind !== 'path') {
      others.push(rule);
      continue;
    }
    const { bases, source } = coverOf(parsed.pattern, call, rule.root, decision);
    for (const base of bases) sources.set(base, [...(sources.get(base) ?? []), `(?:${source})`]);
  }
  const covers = [...sources].map(([base, all]) => ({ base, expression: new RegExp(all.join('|'), 's') }));
  const isCovered = (path: string) =>
    covers.some(({ base, expression }) => {
      const rest = below(path, base);
      return rest !== undefined && expression.test(rest);
    });
  return {
    others,
    mayCover: ({ written, real }) => isCovered(written) || (real !== written && isCovered(real)),
  };
}
