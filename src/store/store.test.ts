import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { SessionView } from '../contract/session.ts';
import { emptyCommit, type Commit } from './commit.ts';
import { takeInstanceLock } from './instance-lock.ts';
import { migrations } from './migrations/list.ts';
import type { EventQuery } from './read.ts';
import { openStore } from './store.ts';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';

const entry = new URL('../main/store-worker.ts', import.meta.url);
const place = () => join(temporaryDirectory(), 'fairlead.db');

function commit(session: string, change: Partial<Commit> = {}): Commit {
  return {
    ...emptyCommit,
    events: [
      {
        kind: 'session.idled',
        at: '2026-01-01T00:00:00.000Z',
        session_id: session,
        run_id: null,
        data: { why: session },
      },
    ],
    ...change,
  };
}

const receipt = (command_id: string) => ({
  command_id,
  fingerprint: 'f',
  at: 'now',
  answer: { yes: 1 },
  problem: null,
});

function view(id: string, change: Partial<SessionView> = {}): SessionView {
  const stats = {
    turns: 1,
    tool_calls: 2,
    approvals: 0,
    denials: 1,
    input_tokens: 3,
    output_tokens: 4,
    cost_usd: 0.5,
  };
  // Only the fields that the store reads; it passes on the rest unchanged.
  return {
    id,
    name: `name of ${id}`,
    repo: '/repo',
    removed: false,
    run_id: null,
    status: 'completed',
    stats,
    ...change,
  } as SessionView;
}

const session = (id: string, change?: Partial<SessionView>) => [
  { id, view: view(id, change), state: { at: id }, cursor: { offset: 1 }, open: id !== 'old' },
];

describe('store', () => {
  it('numbers events without gaps in the order of commits, and acknowledges only commits that another reader sees', async () => {
    const path = place();
    await using store = await openStore(path, entry);
    const commits = await Promise.all(Array.from({ length: 50 }, (_, n) => store.commit(commit(`s${n}`))));
    expect(commits.flatMap(({ events }) => events.map(({ seq }) => seq))).toEqual(
      Array.from({ length: 50 }, (_, n) => n + 1),
    );
    const other = new DatabaseSync(path, { readOnly: true });
    expect(other.prepare('SELECT count(*) AS n FROM events').get()).toEqual({ n: 50 });
    other.close();
  });

  it('rolls back all of a failed commit, and none of its neighbours', async () => {
    await using store = await openStore(place(), entry);
    await store.commit(commit('a', { receipts: [receipt('once')] }));
    const results = await Promise.allSettled([
      store.commit(commit('b')),
      store.commit(
        commit('c', { receipts: [receipt('once')], effects: [{ owner: 'c', kind: 'x', data: 1 }] }),
      ),
      store.commit(commit('d')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const events = await store.read('events', { after: 0, limit: 10 });
    expect(events.map(({ seq, session_id }) => [seq, session_id])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'd'],
    ]);
    await expect(store.read('effects', 'sessions')).resolves.toEqual([]);
  });

  it('keeps effects until they are done, sessions as last written, and lists newest first by creation', async () => {
    await using store = await openStore(place(), entry);
    await store.commit(commit('old', { sessions: session('old') }));
    await store.commit(commit('young', { sessions: session('young') }));
    const { effects } = await store.commit(
      commit('old', {
        sessions: session('old', { status: 'failed' }),
        effects: [{ owner: 'old', kind: 'stop', data: { n: 1 } }],
      }),
    );
    const listed = await store.read('sessions', { removed: false, limit: 10 });
    expect(listed.map(({ view: { id, status }, last_seq }) => [id, status, last_seq])).toEqual([
      ['young', 'completed', 2],
      ['old', 'failed', 3],
    ]);
    await expect(store.read('openSessions')).resolves.toMatchObject([
      { id: 'young', state: { at: 'young' } },
    ]);
    await expect(store.read('effects', 'sessions')).resolves.toEqual(effects);
    await store.commit(commit('old', { done: effects.map(({ id }) => id) }));
    await expect(store.read('effects', 'sessions')).resolves.toEqual([]);
    await expect(store.read('totals')).resolves.toMatchObject({
      completed: 1,
      failed: 1,
      tool_calls: 4,
      cost_usd: 1,
    });
    await expect(store.read('findSessions', 'yo')).resolves.toMatchObject([{ id: 'young' }]);
    await expect(store.read('findSessions', 'name of old')).resolves.toMatchObject([{ id: 'old' }]);
    await expect(store.read('findSessions', '%')).resolves.toEqual([]);
  });

  it('pages through events forwards from a number, and backwards from one', async () => {
    await using store = await openStore(place(), entry);
    for (const id of ['a', 'b', 'a', 'a', 'b', 'a']) await store.commit(commit(id));
    const read = async (query: Partial<EventQuery>) =>
      (await store.read('events', { after: 0, limit: 2, session_id: 'a', ...query })).map(({ seq }) => seq);
    await expect(read({})).resolves.toEqual([1, 3]);
    await expect(read({ after: 3 })).resolves.toEqual([4, 6]);
    await expect(read({ before: 6 })).resolves.toEqual([3, 4]);
    await expect(read({ before: 3 })).resolves.toEqual([1]);
    await expect(read({ after: 3, before: 6 })).resolves.toEqual([4]);
  });

  it('finds a session by the beginning of its id, to the last character there is, or by its name', async () => {
    await using store = await openStore(place(), entry);
    for (const id of ['sab', 'sabc', 'sabz\u{10FFFF}', 'sac'])
      await store.commit(commit(id, { sessions: session(id) }));
    const find = async (selector: string) =>
      (await store.read('findSessions', selector)).map(({ id }) => id).toSorted();
    await expect(find('sab')).resolves.toEqual(['sab', 'sabc', 'sabz\u{10FFFF}']);
    await expect(find('sabc')).resolves.toEqual(['sabc']);
    await expect(find('name of sac')).resolves.toEqual(['sac']);
    await expect(find('%')).resolves.toEqual([]);
  });

  it('keeps a command that was accepted until its receipt takes its place, also after it was opened again', async () => {
    const path = place();
    const { command_id, fingerprint, at } = receipt('later');
    const pending = { command_id, fingerprint, at, by: 'maria', type: 'gc', owner: null, data: { n: 1 } };
    {
      await using store = await openStore(path, entry);
      await store.commit(commit('a', { accepted: [pending] }));
      await expect(store.commit(commit('b', { accepted: [pending] }))).rejects.toThrow('UNIQUE');
    }
    await using store = await openStore(path, entry);
    await expect(store.read('pendingCommands')).resolves.toEqual([pending]);
    await expect(store.read('knownCommand', 'later')).resolves.toEqual(pending);
    const problem = { code: 'conflict', message: 'no', next: 'try: yes' } as const;
    const failed = { ...receipt('later'), answer: null, problem };
    await store.commit(commit('a', { receipts: [failed] }));
    await expect(store.read('pendingCommands')).resolves.toEqual([]);
    await expect(store.read('knownCommand', 'later')).resolves.toEqual(failed);
    await expect(store.read('knownCommand', 'never')).resolves.toBeUndefined();
  });

  it('deletes receipts that are older than 90 days, except those of effects', async () => {
    const path = place();
    const ids = ['new', 'old', 'effect-7-s1'];
    const [today, long] = [new Date().toISOString(), '2025-01-01T00:00:00.000Z'];
    {
      await using store = await openStore(path, entry);
      const receipts = ids.map((id) => ({ ...receipt(id), at: id === 'new' ? today : long }));
      await store.commit(commit('a', { receipts }));
    }
    await using store = await openStore(path, entry);
    const kept = await Promise.all(ids.map((id) => store.read('receipt', id)));
    expect(kept.map((found) => found?.command_id)).toEqual(['new', undefined, 'effect-7-s1']);
  });

  it('counts uses of rules with the commit that they belong to, and not with one that fails', async () => {
    const path = place();
    {
      await using store = await openStore(path, entry);
      await store.commit(commit('a', { uses: ['one', 'two', 'one'], receipts: [receipt('once')] }));
      await store.commit(commit('b', { uses: ['two'] }));
      const failing = store.commit(commit('c', { uses: ['one'], receipts: [receipt('once')] }));
      await expect(failing).rejects.toThrow('UNIQUE');
    }
    await using store = await openStore(path, entry);
    expect((await store.read('ruleUses')).toSorted((a, b) => a.key.localeCompare(b.key))).toEqual([
      { key: 'one', count: 2 },
      { key: 'two', count: 2 },
    ]);
  });

  it('gives existing rules an id, with the data of their events', async () => {
    const path = place();
    const older = new DatabaseSync(path);
    for (const [index, migration] of migrations.slice(0, 2).entries())
      older.exec(`${migration}; PRAGMA user_version = ${index + 1}`);
    const insertSession = older.prepare(
      "INSERT INTO sessions VALUES (?, 1, 1, 'n', '/repo', 0, 0, ?, '{}', '{}', '{}')",
    );
    insertSession.run('s1', 'run1');
    const insertEvent = older.prepare("INSERT INTO events VALUES (?, 'now', 'rule.added', 's1', 'run1', ?)");
    const scopes = ['session', 'run', 'repository', 'user'];
    for (const [index, scope] of scopes.entries())
      insertEvent.run(index + 1, JSON.stringify({ rule: `R${index}`, decision: 'allow', scope, by: 'x' }));
    older.exec("INSERT INTO rules VALUES ('R3', 'allow', 'user', NULL, 'x', 'now')");
    older.close();

    await using store = await openStore(path, entry);
    const found = await store.read('rules');
    expect(found.map(({ rule, scope, within }) => [rule, scope, within])).toEqual([
      ['R0', 'session', 's1'],
      ['R1', 'run', 'run1'],
      ['R2', 'repository', '/repo'],
      ['R3', 'user', null],
    ]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(4);
    for (const rule of found)
      expect(rule).toMatchObject({ session_id: 's1', by: 'x', at: 'now', reason: null, max_uses: null });
  });

  it('loses nothing acknowledged when its process is killed, whenever that is', async () => {
    const path = place();
    let acknowledged = 0;
    for (let round = 0; round < 5; round += 1) {
      const writer = spawn(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `import { openStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)};
           const store = await openStore(${JSON.stringify(path)}, new URL(${JSON.stringify(entry.href)}));
           for (;;) {
             const { events } = await store.commit(${JSON.stringify(commit('s'))});
             process.stdout.write(events[0].seq + '\\n');
           }`,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let said = '';
      const enough = new Promise<void>((resolve) =>
        writer.stdout.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (said.split('\n').length > 20 + round * 7) resolve();
        }),
      );
      const gone = new Promise((resolve) => writer.once('close', resolve));
      await enough;
      writer.kill('SIGKILL');
      await gone;
      acknowledged = Math.max(acknowledged, ...said.trim().split('\n').slice(0, -1).map(Number));
      await using store = await openStore(path, entry);
      expect(store.setAside).toBeNull();
      const seqs = (await store.read('events', { after: 0, limit: 10_000 })).map(({ seq }) => seq);
      expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, n) => n + 1));
      expect(seqs.length).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = seqs.length;
    }
  });

  it('renames a damaged file, starts with a new one, and reports it', async () => {
    const path = place();
    writeFileSync(
      path,
      'this is no database, and it is longer than a header of one hundred bytes '.repeat(20),
    );
    await using store = await openStore(path, entry);
    expect(store.setAside).toMatch(/\.damaged-/);
    expect(readdirSync(join(path, '..')).some((name) => name.includes('.damaged-'))).toBe(true);
    await store.commit(commit('a'));
  });

  it('refuses a database of a newer version without touching it', async () => {
    const path = place();
    const newer = new DatabaseSync(path);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    await expect(openStore(path, entry)).rejects.toThrow('newer fairlead');
    const after = new DatabaseSync(path, { readOnly: true });
    expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
    after.close();
  });
});

describe('instance lock', () => {
  it('is held by one, refused to others even while the holder is suspended, and free when it is killed', async () => {
    const path = place();
    const holder = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { takeInstanceLock } from ${JSON.stringify(new URL('./instance-lock.ts', import.meta.url).href)};
         const lock = takeInstanceLock(${JSON.stringify(path)});
         process.stdout.write(lock ? 'held' : 'refused');
         setInterval(() => lock, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const said = await new Promise<string>((resolve) =>
      holder.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    );
    expect(said).toBe('held');
    expect(takeInstanceLock(path)).toBeUndefined();
    holder.kill('SIGSTOP');
    expect(takeInstanceLock(path)).toBeUndefined();
    const gone = new Promise((resolve) => holder.once('close', resolve));
    holder.kill('SIGKILL');
    await gone;
    using lock = takeInstanceLock(path);
    expect(lock).toBeDefined();
  });
});
