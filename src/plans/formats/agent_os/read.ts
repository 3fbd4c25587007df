import type { Draft } from '../../draft.ts';
import { folderOf, inFolder } from '../../path-parts.ts';
import type { PlanInput } from '../../plan-input.ts';
import { readKiro } from '../kiro/read.ts';

/**
 * Agent OS: `agent-os/specs/<day>-<name>/tasks.md`. A unit is a group of tasks, `Task Group 1` or a numbered box,
 * with dependencies and acceptance criteria, as in Kiro's documents.
 */
export function readAgentOs(input: PlanInput): Draft {
  const draft = readKiro(input);
  const folders = new Set(draft.units.map(({ range }) => folderOf(range.path)));
  const beside = [...folders].flatMap((folder) =>
    ['spec.md', 'spec-lite.md', 'sub-specs/technical-spec.md', 'planning/requirements.md']
      .map((name) => inFolder(folder, name))
      .filter((path) => input.listing.has(path)),
  );
  return { ...draft, context: [...new Set([...beside, ...draft.context])] };
}
