import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { emptyCommit, type StoredRule } from '../../store/commit.ts';
import { openStore } from '../../store/store.ts';
import { openRuleBook } from './rule-book.ts';

const entry = new URL('../../main/store-worker.ts', import.meta.url);

function rule(id: string, scope: StoredRule['scope'], within: string | null): StoredRule {
  const limits = { reason: null, expires: null, max_uses: scope === 'user' ? 2 : null };
  return {
    id,
    rule: `Bash(${id})`,
    decision: 'allow',
    scope,
    within,
    session_id: 's1',
    by: 'x',
    at: 'now',
    ...limits,
  };
}

const rules = [
  rule('everywhere', 'user', null),
  rule('here', 'repository', '/repo'),
  rule('elsewhere', 'repository', '/other'),
  rule('in run', 'run', 'run1'),
  rule('in session', 'session', 's1'),
];

it('knows which rules reach where, before and after the daemon was started again, until they are forgotten', async () => {
  const path = join(temporaryDirectory(), 'fairlead.db');
  const reaching = async (store: Awaited<ReturnType<typeof openStore>>) => {
    const book = await openRuleBook(store);
    const ids = (run_id: string | null, session_id: string | null) =>
      book.reaching({ repo: '/repo', run_id, session_id }).map(({ id }) => id);
    return [ids(null, null), ids('run1', 's2'), ids(null, 's1')];
  };
  {
    await using store = await openStore(path, entry);
    await store.commit({ ...emptyCommit, rules, uses: ['everywhere', 'here'] });
  }
  await using store = await openStore(path, entry);
  expect(await reaching(store)).toEqual([
    ['everywhere', 'here'],
    ['everywhere', 'here', 'in run'],
    ['everywhere', 'here', 'in session'],
  ]);
  const book = await openRuleBook(store);
  expect(book.used('everywhere')).toBe(1);
  await store.commit({ ...emptyCommit, forgotten: ['everywhere'] });
  book.note({ rules: [], forgotten: ['everywhere'] });
  expect(book.all()).toEqual((await openRuleBook(store)).all());
  expect(book.all().map(({ id }) => id)).not.toContain('everywhere');
  expect(await store.read('ruleUses')).toEqual([{ key: 'here', count: 1 }]);
});

it('counts a use from the moment it is about to be stored, and not if it could not be', async () => {
  const path = join(temporaryDirectory(), 'fairlead.db');
  await using store = await openStore(path, entry);
  const book = await openRuleBook(store);
  book.reserve(['a', 'b', 'a']);
  expect([book.used('a'), book.used('b'), book.used('c')]).toEqual([2, 1, 0]);
  book.release(['a', 'b']);
  expect([book.used('a'), book.used('b')]).toEqual([1, 0]);
});
