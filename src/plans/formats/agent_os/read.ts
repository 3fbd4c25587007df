import { folderOf, inFolder } from '../../path-parts.ts';
import type { Importer } from '../../importers/importer.ts';
import { kiro } from '../../importers/kiro.ts';

/**
 * Agent OS: `agent-os/specs/<day>-<name>/tasks.md`. A unit is a group of tasks, `Task Group 1` or a numbered box, with
 * what it depends on and its acceptance criteria, as in Kiro's documents.
 */
export const agentOs: Importer = {
  format: 'agent_os',
  read(input) {
    const draft = kiro.read(input);
    const folders = new Set(draft.units.map(({ range }) => folderOf(range.path)));
    const beside = [...folders].flatMap((folder) =>
      ['spec.md', 'spec-lite.md', 'sub-specs/technical-spec.md', 'planning/requirements.md']
        .map((name) => inFolder(folder, name))
        .filter((path) => input.listing.has(path)),
    );
    return { ...draft, context: [...new Set([...beside, ...draft.context])] };
  },
};
