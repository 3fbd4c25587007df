/** All that fairlead does in a repository, from a session's start to the merge of a run, and what must not have changed. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { stringify } from 'yaml';
import type { MergeStrategy } from '../../src/contract/merge.ts';
import { scripted } from './scripted-world.ts';
import { untilEnded, type World } from './world.ts';

export interface Journey {
  /** The checkout that the user works in. */
  repo: string;
  /** Steps at the beginning of each session. */
  steps?: Parameters<typeof scripted>;
  /** Ignored and untracked files of the user's, which must be there afterwards. */
  kept?: string[];
  /** The branch to merge into; that which is checked out if not given. */
  into?: string;
}

export type Git = (...args: string[]) => Promise<string>;

/** Runs git as the user of the world would. */
export function gitIn(world: World, directory: string): Git {
  return (...args) => world.git('-C', directory, ...args);
}

const strategies: readonly MergeStrategy[] = ['squash', 'merge', 'rebase'];

/** Starts, merges in three ways, removes, brings back, and runs a plan of two units. */
export async function travel(world: World, { repo, steps = [], kept = [], into }: Journey): Promise<void> {
  const git = gitIn(world, repo);
  const before = await picture(
    git,
    kept.map((path) => join(repo, path)),
  );
  const target = into === undefined ? {} : { into };

  const task = (name: string, commits: boolean) => ({
    name,
    task: scripted(
      ...steps,
      { do: 'write', path: `made/${name}.txt`, content: `${name}\n` },
      ...(commits ? [{ do: 'commit', message: `made ${name}` }] : []),
      { do: 'say', text: 'done' },
    ),
  });
  const tasks = strategies.map((strategy) => task(strategy, strategy !== 'squash'));
  const started = await world.client.ask('sessions', { type: 'start', repo, tasks, policy: 'permissive' });
  const ended = await untilEnded(
    world,
    started.map(({ id }) => id),
  );
  expect(ended.map(({ name, status, reason }) => ({ name, status, reason }))).toEqual(
    ended.map(({ name }) => ({ name, status: 'completed', reason: null })),
  );
  const named = (name: string) => {
    const found = ended.find((session) => session.name === name);
    if (!found) throw new Error(`no session ${name}`);
    return found;
  };

  for (const strategy of strategies) {
    const { id } = named(strategy);
    await world.client.ask('merge', { type: 'merge', target: id, strategy, ...target });
    expect(await git('show', `${into ?? 'HEAD'}:made/${strategy}.txt`)).toBe(`${strategy}\n`);
    if (into === undefined)
      expect(readFileSync(join(repo, `made/${strategy}.txt`), 'utf8')).toBe(`${strategy}\n`);
  }

  // What it merged it has not committed.
  const removed = named('squash');
  const path = removed.workspace?.path ?? '';
  await world.client.ask('session', { type: 'remove', session: removed.id });
  expect(existsSync(path)).toBe(false);
  await world.client.ask('session', { type: 'undo', session: removed.id });
  expect(readFileSync(join(path, 'made/squash.txt'), 'utf8')).toBe('squash\n');

  await runPlan(world, repo, steps, target);
  expect(await git('show', `${into ?? 'HEAD'}:made/second.txt`)).toBe('second\n');
  expect(
    await picture(
      git,
      kept.map((file) => join(repo, file)),
    ),
  ).toEqual(before);
}

let plans = 0;

async function runPlan(
  world: World,
  repo: string,
  steps: object[],
  target: { into?: string },
): Promise<void> {
  plans += 1;
  // Ignored in each of these repositories.
  const plan = join(repo, 'plan.yaml');
  const unit = (id: string, after: string[], gate: string[]) => ({
    id,
    title: id,
    depends_on: after,
    files: [`made/${id}.txt`],
    gate,
    prompt: scripted(
      ...(steps as Parameters<typeof scripted>),
      { do: 'write', path: `made/${id}.txt`, content: `${id}\n` },
      { do: 'commit', message: id },
      { do: 'say', text: id },
    ),
  });
  const units = [unit('first', [], []), unit('second', ['first'], ['test -f made/first.txt'])];
  writeFileSync(plan, stringify({ title: `two units ${plans}`, units }, { aliasDuplicateObjects: false }));
  const { id } = await world.client.ask('run', { type: 'run', repo, paths: [plan], policy: 'permissive' });
  const done = new AbortController();
  for await (const { now } of world.client.live(done.signal)) {
    const found = now.runs.find((entry) => entry.id === id);
    if (found?.ended_at) done.abort();
  }
  const ended = await world.client.run(id);
  expect(ended, JSON.stringify(ended.units.map(({ id, reason }) => [id, reason]))).toMatchObject({
    status: 'completed',
  });
  await world.client.ask('run', { type: 'merge', target: id, ...target });
}

/** What is the user's: nothing of it may change but what a merge brings. */
async function picture(git: Git, kept: string[]): Promise<object> {
  return {
    status: await git('status', '--porcelain', '--ignore-submodules=none'),
    stash: await git('stash', 'list'),
    config: await git('config', '--list', '--local'),
    head: await git('symbolic-ref', '-q', 'HEAD').catch(() => 'detached'),
    kept: kept.map((path) => [path, existsSync(path)]),
  };
}

/** @returns what git finds wrong with the objects of a repository */
export async function fsck(git: Git): Promise<string[]> {
  const output = await git('fsck', '--connectivity-only', '--no-dangling', '--no-progress');
  return output.split('\n').filter(Boolean);
}

/** What the daemon refuses a start with. */
export async function refusal(world: World, repo: string): Promise<{ message: string; next: string }> {
  const steps = scripted({ do: 'say', text: 'never' });
  const error = await world.client
    .ask('sessions', { type: 'start', repo, tasks: [{ task: steps }] })
    .then(() => undefined)
    .catch((found: unknown) => found as { message: string; problem: { next: string } });
  if (!error) throw new Error(`${repo} was not refused`);
  return { message: error.message, next: error.problem.next };
}
