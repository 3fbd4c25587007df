/** Sixty-four sessions at once on one repository: git by itself fails at two in five worktrees that are made side by side. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkInvariants, fingerprint } from '../support/invariants.ts';
import { createWorld, untilEnded } from '../support/world.ts';

const many = 64;

it(`${many} sessions started at once each get a worktree and complete; the user's checkout is untouched`, async () => {
  const files = Object.fromEntries(
    Array.from({ length: 50 }, (_, n) => [`src/d${n % 5}/f${n}.txt`, `${n}\n`.repeat(20)]),
  );
  await using world = await createWorld({
    config: { default_agent: 'scripted', max_parallel: many },
    files: { ...files, 'README.md': 'hello\n' },
  });
  // What a user has lying about: a stash, something staged, something not, something new.
  writeFileSync(join(world.repo, 'README.md'), 'put away\n');
  await world.git('stash');
  writeFileSync(join(world.repo, 'src/d0/f0.txt'), 'staged\n');
  await world.git('add', '-A');
  writeFileSync(join(world.repo, 'src/d1/f1.txt'), 'changed\n');
  writeFileSync(join(world.repo, 'new.txt'), 'new\n');
  const before = await fingerprint(world);
  expect(before).toMatchObject({ status: 'M  src/d0/f0.txt\n M src/d1/f1.txt\n?? new.txt\n' });

  await world.startDaemon();
  const sessions = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    tasks: Array.from({ length: many }, (_, n) => ({
      name: `n${n}`,
      task: `<script>${JSON.stringify([
        { do: 'write', path: `made/${n}.txt`, content: `${n}\n` },
        { do: 'commit', message: `made ${n}` },
        { do: 'say', text: 'made' },
      ])}</script>`,
    })),
  });
  const ended = await untilEnded(
    world,
    sessions.map(({ id }) => id),
  );
  expect(ended.filter(({ status }) => status !== 'completed').map(({ reason }) => reason)).toEqual([]);
  expect(new Set(ended.map(({ workspace }) => workspace?.path)).size).toBe(many);
  expect(ended.map(({ outcome }) => outcome)).toEqual(
    ended.map(() => expect.objectContaining({ evidence: expect.objectContaining({ commits: 1 }) as object })),
  );

  checkInvariants(world, many);
  expect(await fingerprint(world), 'I10: the checkout of the user is untouched').toEqual(before);
  expect(await world.git('fsck', '--strict', '--no-dangling')).toBe('');
  const worktrees = (await world.git('worktree', 'list', '--porcelain')).match(/^worktree /gm);
  expect(worktrees).toHaveLength(many + 1);
  const branches = await world.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/fairlead');
  expect(new Set(branches.trim().split('\n'))).toEqual(
    new Set(ended.map(({ workspace }) => workspace?.branch)),
  );
});
