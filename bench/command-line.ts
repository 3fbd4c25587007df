/**
 * Measures `fairlead ls` with a running daemon, against Node without a program. Both alternate, so that noise affects
 * both.
 */
import { execFileSync } from 'node:child_process';
import { createWorld } from '../test/support/world.ts';
import { build } from '../tools/build.ts';
import { join } from 'node:path';
import { cpSync, mkdirSync } from 'node:fs';
import { ms, quantile, ratio, type Line } from './measure.ts';

const rounds = 15;

export async function commandLine(): Promise<Line> {
  await using world = await createWorld();
  const root = join(import.meta.dirname, '..');
  const installed = join(world.root, 'fairlead');
  mkdirSync(installed);
  for (const part of ['package.json', 'bin'])
    cpSync(join(root, part), join(installed, part), { recursive: true });
  await build(join(installed, 'dist'));
  await world.startDaemon();
  const ours: number[] = [];
  const theirs: number[] = [];
  const time = (args: string[]): number => {
    const begin = performance.now();
    execFileSync(process.execPath, args, { cwd: world.repo, env: world.env, stdio: 'ignore' });
    return performance.now() - begin;
  };
  for (let round = 0; round < rounds; round += 1) {
    ours.push(time([join(installed, 'bin/fairlead'), 'ls']));
    theirs.push(time(['-e', '0']));
  }
  const [our, their] = [quantile(ours, 0.5), quantile(theirs, 0.5)];
  return {
    what: 'fairlead ls, against node -e 0 (medians)',
    fairlead: ms(our),
    against: ms(their),
    ratio: ratio(our, their),
  };
}
