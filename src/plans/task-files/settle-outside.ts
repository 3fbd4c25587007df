import { nameKey } from '../assemble.ts';
import { planProblem } from '../draft.ts';
import type { Draft } from '../draft.ts';

/** Something that is not among the files: done, or to be found at a path. */
export type Outside = 'done' | { path: string };

/**
 * Takes out of a draft what its units wait for and is done already; names what exists and was not asked for.
 *
 * @param find tells what the repository holds under a name; undefined where there is nothing of it
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
