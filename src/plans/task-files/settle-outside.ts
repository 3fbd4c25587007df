import { nameKey } from '../assemble.ts';
import { planProblem } from '../draft.ts';
import type { Draft } from '../draft.ts';

/** A dependency outside the given files: done, or available at a path. */
export type Outside = 'done' | { path: string };

/**
 * Removes dependencies that are already done; reports those that exist but were not given.
 *
 * @param find returns what the repository has under a name; undefined if nothing
 */
export function settleOutside(draft: Draft, find: (need: string) => Outside | undefined): void {
  const known = new Set(draft.units.flatMap((unit) => [unit.id, ...unit.names]).map(nameKey));
  for (const unit of draft.units)
    unit.needs = unit.needs.filter((need) => {
      const outside = known.has(nameKey(need)) ? undefined : find(need);
      if (outside === undefined) return true;
      if (outside !== 'done' && !unit.done)
        draft.problems.push(
          planProblem(
            'error',
            'dependency_not_named',
            `${unit.id} depends on ${need}: name ${outside.path} too`,
            { unit: unit.id, path: unit.range.path },
          ),
        );
      return false;
    });
}
