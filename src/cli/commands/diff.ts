import { printable } from '../../base/printable.ts';
import type { DiffView } from '../../contract/answer.ts';
import type { CommandSpec } from '../command-spec.ts';
import { painter, type Paint } from '../paint.ts';
import { counted } from '../../base/counted.ts';
import { padRight } from '../text/columns.ts';

export const diff: CommandSpec = {
  name: 'diff',
  summary: 'Show the changes of a session',
  arguments: '<ID>',
  configure: (command) => command.option('--stat', 'file names and line counts only'),
  async run({ output, client }, [id], options) {
    const found = await (await client()).diff(id ?? '');
    const paint = painter(output.lively);
    output.data('diff', found, () => (options['stat'] === true ? '' : patchText(found, paint)));
    output.note(statText(found));
    if (found.truncated) output.note('diff truncated; use git to see all of it');
  },
};

function patchText({ patch }: DiffView, paint: Paint): string {
  return printable(patch)
    .split('\n')
    .map((line) => {
      if (line.startsWith('+') && !line.startsWith('+++')) return paint(line, 'good');
      if (line.startsWith('-') && !line.startsWith('---')) return paint(line, 'bad');
      return line.startsWith('diff ') || line.startsWith('@@') ? paint(line, 'strong') : line;
    })
    .join('\n');
}

function statText({ files, commits }: DiffView): string {
  const rows = files.map(
    ({ path, change, additions, deletions }) =>
      `  ${padRight(change, 8)} ${printable(path)}  ${additions === null ? 'binary' : `+${additions} -${deletions ?? 0}`}`,
  );
  return [...rows, `${counted(files.length, 'file')}, ${counted(commits, 'commit')}`].join('\n');
}
