import type { CommandSpec } from '../command-spec.ts';
import { padLeft, padRight } from '../text/columns.ts';

export const gc: CommandSpec = {
  name: 'gc',
  summary: 'Remove workspaces and files that are no longer needed',
  configure: (command) => command.option('--dry-run', 'list without removing anything'),
  async run({ output, client }, _args, options) {
    const found = await (await client()).ask('gc', { type: 'gc', dry_run: options['dryRun'] === true });
    output.data('gc', found, () =>
      found.items
        .map(
          ({ kind, path, bytes, reason, state }) =>
            `${padRight(state.replace('_', ' '), 7)}  ${padRight(kind, 8)}  ${padLeft(size(bytes), 9)}  ${path}  (${reason})`,
        )
        .join('\n'),
    );
    output.note(`${size(found.bytes)} ${found.dry_run ? 'can be freed' : 'freed'}`);
  },
};

function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  return `${(bytes / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
