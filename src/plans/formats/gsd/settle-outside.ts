import type { PlanProblem } from '../../../contract/plan.ts';
import { planProblem } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import { baseName } from '../../path-parts.ts';
import type { PlanInput } from '../../plan-input.ts';
import { summariesOf } from './summaries.ts';

/** A dependency that is not among the files may be done already, or exist without being given. */
export function settleOutside(units: readonly UnitDraft[], input: PlanInput, problems: PlanProblem[]): void {
  const known = new Set(units.flatMap((unit) => [unit.id, ...unit.names]).map((name) => name.toLowerCase()));
  const existing = [...input.listing].filter((path) => /-PLAN\.md$/i.test(path));
  for (const unit of units)
    unit.needs = unit.needs.flatMap((need) => {
      if (known.has(need.toLowerCase())) return [need];
      const padded = need.replace(/^\d(?=[-.])/, '0$&').replace(/-(\d)([a-z]?)$/i, '-0$1$2');
      if (known.has(padded.toLowerCase())) return [padded];
      const where = { unit: unit.id, path: unit.range.path };
      const path = existing.find((entry) =>
        [`${need}-plan.md`, `${padded}-plan.md`].includes(baseName(entry).toLowerCase()),
      );
      if (path && (unit.done || summariesOf(path).some((summary) => input.listing.has(summary)))) return [];
      if (path) {
        problems.push(
          planProblem(
            'error',
            'dependency_not_named',
            `${unit.id} depends on ${need}, which is not done: name ${path} too`,
            where,
          ),
        );
        return [];
      }
      const phase = /^(\d+(?:\.\d+)?|[a-z][\w-]*)$/i.test(need) && !/-\d+$/.test(need);
      if (!phase) return [need];
      const members = units.filter((other) => other !== unit && other.id.startsWith(`${need}-`));
      if (members.length > 0) return members.map((member) => member.id);
      problems.push(
        planProblem(
          'warning',
          'phase_dependency',
          `${unit.id} depends on phase ${need}, of which nothing was read`,
          where,
        ),
      );
      return [];
    });
}
