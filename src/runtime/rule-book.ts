import type { AddedRule, Session } from '../core/session/state.ts';
import type { StoredRule } from '../store/commit.ts';
import type { Store } from '../store/store.ts';

/** The rules that answers added beyond their own session. */
export interface RuleBook {
  /** Takes in what has been committed. */
  add(rules: readonly StoredRule[]): void;
  /** Those that reach a session: of the user's, of its repository's, of its run's. */
  reaching(place: { repo: string; run_id: string | null }): AddedRule[];
}

export async function openRuleBook(store: Store): Promise<RuleBook> {
  const known = [...(await store.read('rules'))];
  return {
    add: (rules) => void known.push(...rules),
    reaching: ({ repo, run_id }) =>
      known
        .filter(({ scope, within }) => {
          switch (scope) {
            case 'user':
              return true;
            case 'repository':
              return within === repo;
            case 'run':
              return run_id !== null && within === run_id;
            case 'session':
              return false;
          }
        })
        .map(({ rule, decision, by, at }) => ({
          rule,
          decision,
          source: `answer of ${by} on ${at.slice(0, 10)}`,
          root: repo,
        })),
  };
}

export function placeOf({ spec }: Session): { repo: string; run_id: string | null } {
  return { repo: spec.repo, run_id: spec.run_id };
}
