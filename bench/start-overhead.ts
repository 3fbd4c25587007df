/** Measures ten sessions in sequence, against a shell loop with the same steps. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createWorld } from '../test/support/world.ts';
import { ms, ratio, timed, type Line } from './measure.ts';

const run = promisify(execFile);
const count = 10;
const steps = [
  { do: 'write', path: 'made.txt', content: 'made\n' },
  { do: 'commit', message: 'made' },
  { do: 'say', text: 'done' },
];
const task = `<script>${JSON.stringify(steps)}</script>`;

export async function startOverhead(): Promise<Line> {
  await using world = await createWorld({ config: { default_agent: 'scripted', max_parallel: 1 } });
  await world.startDaemon();
  const ours = await timed(async () => {
    const result = await world.cli('multi', ...Array.from({ length: count }, () => ['--task', task]).flat());
    if (result.status !== 0) throw new Error(result.stderr);
  });
  const plain = join(world.root, 'plain');
  mkdirSync(plain);
  const prompt = { sessionId: 'SESSION', prompt: [{ type: 'text', text: task }] };
  writeFileSync(
    join(plain, 'prompt'),
    `${JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'session/prompt', params: prompt })}\n`,
  );
  const loop = join(import.meta.dirname, 'plain-loop.sh');
  const agent = join(import.meta.dirname, '../src/main/scripted-agent.ts');
  const git = { GIT_AUTHOR_NAME: 'M', GIT_AUTHOR_EMAIL: 'm@example.org' };
  const theirs = await timed(() =>
    run('sh', [loop, String(count), world.repo, plain, join(plain, 'prompt'), process.execPath, agent], {
      env: { ...world.env, ...git, GIT_COMMITTER_NAME: 'M', GIT_COMMITTER_EMAIL: 'm@example.org' },
    }),
  );
  return {
    what: `${count} sessions, one after another, against a shell loop with the same agent`,
    fairlead: ms(ours / count),
    against: ms(theirs / count),
    ratio: ratio(ours, theirs),
  };
}
