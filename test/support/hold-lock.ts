/** Holds a repository's lock until its input ends: `hold-lock.ts COMMON_DIRECTORY`. Says `held` when it has it. */
import { createRepositoryLocks } from '../../src/host/git/repository/repository-lock.ts';

const held = await createRepositoryLocks({ waitMs: 60_000 }).hold(process.argv[2] ?? '', async () => {
  process.stdout.write('held\n');
  await new Promise((resolve) => process.stdin.once('end', resolve).resume());
  return { ok: true, value: null };
});
process.exitCode = held.ok ? 0 : 1;
