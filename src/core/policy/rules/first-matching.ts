import type { SourcedRule } from '../../../contract/settings.ts';
import type { Decision } from '../../../contract/verdict.ts';
import type { ToolCall } from '../call.ts';
import type { NamedPlace } from '../named-place.ts';
import { below } from '../path.ts';
import { coverOf } from './match-path.ts';
import { matches, placeOf } from './matches.ts';
import { parseRule } from './parse-rule.ts';

/**
 * The first rule of a list that speaks about a call. A verdict may ask this of hundreds of files: rules about paths are put
 * together into one expression, which says of most files at once that none of them is meant.
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
  /** Whether any of the rules about paths may be meant. */
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
