import { resolve } from 'node:path';
import type { TrustedFile } from '../../contract/answer.ts';
import type { CommandSpec } from '../command-spec.ts';
import { fitLine } from '../text/fit-line.ts';

export const trust: CommandSpec = {
  name: 'trust',
  summary: "Trust a repository's configuration at its current content",
  arguments: '[DIR]',
  async run({ context, output, client }, [dir]) {
    const repo = resolve(context.cwd, dir ?? '.');
    const trusted = await (await client()).ask('trusted', { type: 'trust', repo });
    output.data('trusted', trusted, () => trusted.files.map(fileText).join('\n'));
    output.note('trusted at the current content; a change needs trust again');
  },
};

function fileText({ path, does }: TrustedFile): string {
  return [path, ...does].map((line, index) => (index === 0 ? '' : '  ') + fitLine(line, 300)).join('\n');
}
