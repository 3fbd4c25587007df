import type { Used } from '../../core/policy/rule-state.ts';
import type { AddedRule, Session } from '../../core/session/state.ts';
import type { Commit, StoredRule } from '../../store/commit.ts';
import type { Store } from '../../store/store.ts';

/** Rules that answers added, and use counts of rules with `max_uses`. */
export interface RuleBook {
  /** Applies the rule changes of a commit. */
  note(commit: Pick<Commit, 'rules' | 'forgotten'>): void;
  /** Returns all added rules in the order of their addition. */
  all(): readonly StoredRule[];
  /** Returns the rules that apply at a place: those of the user, its repository, its run and its session. */
  reaching(place: RulePlace): AddedRule[];
  /** Uses by rule key, including uses that are being stored. */
  readonly used: Used;
  /**
   * Counts uses before they are stored. Verdicts in between include them; otherwise two sessions could both get the
   * last use.
   */
  reserve(uses: readonly string[]): void;
  /** Subtracts uses that could not be stored. */
  release(uses: readonly string[]): void;
}

export interface RulePlace {
  repo: string;
  run_id: string | null;
  session_id: string | null;
}

export async function openRuleBook(store: Store): Promise<RuleBook> {
  const [stored, uses] = await Promise.all([store.read('rules'), store.read('ruleUses')]);
  let known = stored;
  const counts = new Map(uses.map(({ key, count }) => [key, count]));
  const count = (keys: readonly string[], by: number) => {
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + by);
  };
  return {
    note({ rules, forgotten }) {
      known = [...known, ...rules].filter(({ id }) => !forgotten.includes(id));
    },
    all: () => known,
    reaching: (place) => known.filter((rule) => reaches(rule, place)).map((rule) => asRule(rule, place.repo)),
    used: (key) => counts.get(key) ?? 0,
    reserve: (keys) => count(keys, 1),
    release: (keys) => count(keys, -1),
  };
}

export function placeOf({ id, spec }: Session): RulePlace {
  return { repo: spec.repo, run_id: spec.run_id, session_id: id };
}

function reaches({ scope, within }: StoredRule, { repo, run_id, session_id }: RulePlace): boolean {
  switch (scope) {
    case 'user':
      return true;
    case 'repository':
      return within === repo;
    case 'run':
      return run_id !== null && within === run_id;
    case 'session':
      return session_id !== null && within === session_id;
  }
}

/** Converts a stored rule for decisions in a repository. */
export function asRule({ id, rule, decision, by, at, ...rest }: StoredRule, repo: string): AddedRule {
  const { reason, expires, max_uses } = rest;
  return {
    id,
    rule,
    decision,
    source: `answer of ${by} on ${at.slice(0, 10)}`,
    root: repo,
    ...(reason !== null && { reason }),
    ...(expires !== null && { expires }),
    ...(max_uses !== null && { max_uses }),
  };
}
