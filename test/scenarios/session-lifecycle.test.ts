/** What a person does with one session, from start to undo, with the scripted agent, real git and the command line. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalView } from '../../src/contract/approval.ts';
import type { DiffView } from '../../src/contract/answer.ts';
import type { SessionView } from '../../src/contract/session.ts';
import { processTable } from '../../src/host/process/platform-process-table.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({
    config: { default_agent: 'scripted', max_parallel: 3 },
    files: { 'README.md': 'hello\n', '.gitignore': '.env\n', '.worktreeinclude': '.env\n' },
  });
  writeFileSync(join(world.repo, '.env'), 'SECRET=1\n');
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

const script = (...steps: object[]) => `<script>${JSON.stringify(steps)}</script>`;

async function start(task: string, ...options: string[]): Promise<SessionView> {
  const started = await world.cli('start', task, '--json', ...options);
  expect(started.status, started.stderr).toBe(0);
  const [session] = started.data<SessionView[]>();
  if (!session) throw new Error('no session');
  return session;
}

const show = async (id: string) => (await world.cli('show', id, '--json')).data<SessionView>();

describe('a session', () => {
  it('is started, listed, shown, followed, and completes with proof', async () => {
    const session = await start(
      script(
        { do: 'write', path: 'new.txt', content: 'new\n' },
        { do: 'commit', message: 'new' },
        { do: 'say', text: 'made it' },
      ),
      '--name',
      'make it',
      '--gate',
      'test -f new.txt',
    );
    expect(session).toMatchObject({ name: 'make it', status: 'starting', restored: false });
    const followed = await world.cli('logs', '-f', session.id);
    expect(followed.status).toBe(0);
    expect(followed.stdout).toContain('made it');
    expect(followed.stdout).toContain('gate test -f new.txt: passed');
    await expect(show('make it')).resolves.toMatchObject({
      status: 'completed',
      reason: null,
      attention: ['review'],
      outcome: { kind: 'completed', evidence: { commits: 1, files_changed: 1, statement: 'made it' } },
      pid: null,
    });
    const list = await world.cli('ls');
    expect(list.stdout).toMatch(new RegExp(`✓ completed ${session.id}  make it`));
    expect(list.stdout).toMatch(/\d+s$/m);
    const diff = (await world.cli('diff', session.id, '--json')).data<DiffView>();
    expect(diff).toMatchObject({ commits: 1, files: [{ path: 'new.txt', change: 'added' }] });
    const raw = await world.cli('logs', session.id, '--raw');
    expect(raw.stdout).toBe(readFileSync(join(world.state, 'sessions', session.id, 'out.jsonl'), 'utf8'));
  });

  it('is kept as a draft until it is let go on, over a killed daemon too', async () => {
    const draft = await start(script({ do: 'say', text: 'begun' }), '--draft');
    expect(draft).toMatchObject({ status: 'starting', phase: 'paused', stats: { turns: 0 } });
    await world.killDaemon();
    await world.startDaemon();
    expect((await world.cli('ls')).stdout).toMatch(new RegExp(`${draft.id}.* draft`));
    expect((await world.cli('start', 'x', '--draft', '--wait')).status).toBe(2);
    expect((await world.cli('resume', draft.id)).status).toBe(0);
    const [ended] = await untilEnded(world, [draft.id]);
    expect(ended).toMatchObject({ status: 'completed', stats: { turns: 1 } });
  });

  it('gets what .worktreeinclude names', async () => {
    const session = await start(script({ do: 'run', command: 'cat .env' }, { do: 'say', text: 'seen' }));
    const [ended] = await untilEnded(world, [session.id]);
    expect(readFileSync(join(ended?.workspace?.path ?? '', '.env'), 'utf8')).toBe('SECRET=1\n');
  });

  it('asks, is answered once, and goes on', async () => {
    const session = await start(
      script({ do: 'run', command: "sh -c 'echo b > asked.txt'", ask: true }, { do: 'say', text: 'ran' }),
    );
    await untilSession(world, session.id, ({ phase }) => phase === 'waiting');
    const approvals = (await world.cli('approvals', '--json')).data<ApprovalView[]>();
    const approval = approvals.find(({ session_id }) => session_id === session.id);
    expect(approval).toMatchObject({ tool: 'Bash', shown: "sh -c 'echo b > asked.txt'", status: 'pending' });
    await expect(world.cli('approve', approval?.id ?? '')).resolves.toMatchObject({ status: 0 });
    const late = await world.cli('deny', approval?.id ?? '');
    expect(late.status).toBe(2);
    expect(late.stderr).toMatch(/was already allowed by/);
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({ status: 'completed', stats: { approvals: 1, denials: 0 } });
  });

  it('is denied with words, and goes on', async () => {
    const session = await start(
      script({ do: 'run', command: "sh -c 'echo x > no.txt'", ask: true }, { do: 'say', text: 'fine' }),
    );
    await untilSession(world, session.id, ({ phase }) => phase === 'waiting');
    const approval = (await world.client.approvals()).find(({ session_id }) => session_id === session.id);
    await world.cli('deny', approval?.id ?? '', '--message', 'not like this');
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({ status: 'completed', stats: { denials: 1 } });
    expect(existsSync(join(ended?.workspace?.path ?? '', 'no.txt'))).toBe(false);
  });

  it('once allowed for the session is not asked again', async () => {
    const run = { do: 'run', command: 'mkdir made', ask: true };
    const session = await start(script(run, run, { do: 'say', text: 'both' }));
    await untilSession(world, session.id, ({ phase }) => phase === 'waiting');
    const approval = (await world.client.approvals()).find(({ session_id }) => session_id === session.id);
    await world.cli('approve', approval?.id ?? '', '--session');
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({ status: 'completed', stats: { approvals: 1, tool_calls: 2 } });
  });

  it('is interrupted, kept for a while, and continued in the same row', async () => {
    const session = await start(script({ do: 'hang' }));
    await untilSession(world, session.id, ({ phase }) => phase === 'working');
    const interrupted = await world.cli('interrupt', session.id, '--json');
    expect(interrupted.status, interrupted.stderr).toBe(0);
    const idle = await show(session.id);
    expect(idle).toMatchObject({ phase: 'idle', status: 'failed' });
    expect(idle.reason).toMatch(/^interrupted by /);
    expect(idle.pid).not.toBeNull();
    await world.cli('continue', session.id, script({ do: 'say', text: 'back' }));
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({ id: session.id, status: 'completed', epoch: 1, stats: { turns: 2 } });
  });

  it('that does not obey an interrupt is said so after its time', async () => {
    writeFileSync(join(world.root, 'config.yaml'), 'default_agent: scripted\ninterrupt_time: 1s\n');
    const session = await start(
      script({ do: 'ignore_cancel' }, { do: 'wait', for: join(world.root, 'never') }),
    );
    await untilSession(world, session.id, ({ phase }) => phase === 'working');
    const result = await world.cli('interrupt', session.id);
    expect(result.status).toBe(75);
    expect(result.stderr).toMatch(/did not stop its turn within 1 s/);
    await expect(world.cli('stop', session.id)).resolves.toMatchObject({ status: 0 });
    writeFileSync(join(world.root, 'config.yaml'), 'default_agent: scripted\nmax_parallel: 3\n');
  });

  it('is stopped as stopped, with nothing left, and continued', async () => {
    const session = await start(script({ do: 'run', command: 'sleep 1000 & sleep 1000' }));
    await untilSession(world, session.id, ({ stats }) => stats.tool_calls === 1);
    const stopped = await world.cli('stop', session.id, '--json');
    expect(stopped.data()).toEqual([
      { session_id: session.id, killed: expect.any(Number) as number, survivors: 0 },
    ]);
    expect(processTable.marked(`FAIRLEAD_SESSION=${session.id}`)).toEqual([]);
    await expect(show(session.id)).resolves.toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/^stopped by /) as string,
      outcome: { kind: 'stopped' },
    });
    await world.cli('continue', session.id, script({ do: 'say', text: 'after all' }));
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({ status: 'completed', epoch: 2 });
  });

  it('is paused between turns and resumed', async () => {
    const go = join(world.root, 'go');
    const session = await start(script({ do: 'wait', for: go }, { do: 'say', text: 'first' }));
    await untilSession(world, session.id, ({ phase }) => phase === 'working');
    await world.cli('pause', session.id);
    writeFileSync(go, '');
    await untilSession(world, session.id, ({ phase }) => phase === 'paused');
    await world.cli('send', session.id, script({ do: 'say', text: 'second' }));
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({ status: 'completed', stats: { turns: 2 } });
  });

  it('is forked with its conversation and its files', async () => {
    const session = await start(
      script({ do: 'write', path: 'fork.txt', content: 'base\n' }, { do: 'say', text: 'base' }),
    );
    await untilEnded(world, [session.id]);
    const fork = (
      await world.cli(
        'fork',
        session.id,
        script({ do: 'run', command: 'cat fork.txt' }, { do: 'say', text: 'copied' }),
        '--json',
      )
    ).data<SessionView>();
    const [ended] = await untilEnded(world, [fork.id]);
    expect(ended).toMatchObject({ status: 'completed', forked_from: session.id });
    expect(readFileSync(join(ended?.workspace?.path ?? '', 'fork.txt'), 'utf8')).toBe('base\n');
    const draft = (await world.cli('fork', session.id, '--json')).data<SessionView>();
    expect(draft).toMatchObject({ phase: 'paused', status: 'starting' });
    await world.cli('send', draft.id, script({ do: 'say', text: 'now' }));
    await untilEnded(world, [draft.id]);
  });

  it('is removed with what it did not commit, and brought back', async () => {
    const session = await start(
      script({ do: 'write', path: 'kept.txt', content: 'kept\n' }, { do: 'say', text: 'wrote' }),
    );
    const [ended] = await untilEnded(world, [session.id]);
    const path = ended?.workspace?.path ?? '';
    const removed = await world.cli('rm', session.id);
    // What .worktreeinclude brought is ignored by git and so cannot be kept.
    expect(removed.status, removed.stderr).toBe(0);
    expect(existsSync(path)).toBe(false);
    expect((await world.client.sessions()).map(({ id }) => id)).not.toContain(session.id);
    await expect(world.cli('continue', session.id, 'x')).resolves.toMatchObject({ status: 2 });
    const undone = await world.cli('undo');
    expect(undone.status, undone.stderr).toBe(0);
    expect(readFileSync(join(path, 'kept.txt'), 'utf8')).toBe('kept\n');
    await world.cli('continue', session.id, script({ do: 'say', text: 'again' }));
    await untilEnded(world, [session.id]);
  });

  it('is merged into the branch that is checked out', async () => {
    const session = await start(
      script({ do: 'write', path: 'merged.txt', content: 'merged\n' }, { do: 'say', text: 'wrote' }),
      '--name',
      'merge me',
    );
    await untilEnded(world, [session.id]);
    const merged = await world.cli('merge', session.id);
    expect(merged.status, merged.stderr).toBe(0);
    expect(readFileSync(join(world.repo, 'merged.txt'), 'utf8')).toBe('merged\n');
    expect(await world.git('log', '-1', '--format=%an %s')).toMatch(/Merge fairlead\/merge-me/);
    const gc = await world.cli('gc', '--dry-run');
    expect(gc.stdout).toContain(session.id);
    await world.git('reset', '-q', '--hard', 'HEAD~1');
  });

  it('is taken out of the branch again that it was merged into, unless later work depends on it', async () => {
    const task = (content: string) =>
      script(
        { do: 'write', path: 'rolled.txt', content },
        { do: 'commit', message: content },
        { do: 'say', text: 'made' },
      );
    const session = await start(task('one\n'));
    await untilEnded(world, [session.id]);
    expect((await world.cli('rollback', session.id)).stderr).toMatch(/none of its work was merged/);
    expect((await world.cli('merge', session.id)).status).toBe(0);
    writeFileSync(join(world.repo, 'rolled.txt'), 'one and more\n');
    await world.git('commit', '-qam', 'more');
    const built = await world.cli('rollback', session.id);
    expect(built.status).toBe(1);
    expect(built.stderr).toMatch(/conflicts in rolled.txt: later work depends on it/);
    await world.git('revert', '--no-edit', 'HEAD');
    const rolled = await world.cli('rollback', session.id);
    expect(rolled.status, rolled.stderr).toBe(0);
    expect(existsSync(join(world.repo, 'rolled.txt'))).toBe(false);
    expect(await world.git('status', '--porcelain')).toBe('');
    // To git it is merged already: it comes back all the same.
    expect((await world.cli('merge', session.id)).status).toBe(0);
    expect(readFileSync(join(world.repo, 'rolled.txt'), 'utf8')).toBe('one\n');
    expect((await world.cli('rollback', session.id)).status).toBe(0);
    expect(existsSync(join(world.repo, 'rolled.txt'))).toBe(false);
  });

  it('that conflicts is not merged, and told how it can be mended', async () => {
    const session = await start(
      script({ do: 'write', path: 'README.md', content: 'theirs\n' }, { do: 'say', text: 'wrote' }),
    );
    await untilEnded(world, [session.id]);
    writeFileSync(join(world.repo, 'README.md'), 'ours\n');
    await world.git('commit', '-qam', 'ours');
    const result = await world.cli('merge', session.id);
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/conflicts in README\.md/);
    await expect(show(session.id)).resolves.toMatchObject({
      attention: expect.arrayContaining(['conflict']) as string[],
    });
    expect(readFileSync(join(world.repo, 'README.md'), 'utf8')).toBe('ours\n');
  });

  it('is abandoned, its work kept under a tag', async () => {
    const session = await start(
      script({ do: 'write', path: 'left.txt', content: 'left\n' }, { do: 'say', text: 'wrote' }),
      '--name',
      'left alone',
    );
    await untilEnded(world, [session.id]);
    const abandoned = await world.cli('abandon', session.id);
    expect(abandoned.status, abandoned.stderr).toBe(0);
    expect(await world.git('show', `fairlead/archive/left-alone-${session.id}:left.txt`)).toBe('left\n');
  });

  it('that changes what git executes fails, and says what it changed', async () => {
    const session = await start(
      script({ do: 'run', command: 'git config core.fsmonitor /bin/false' }, { do: 'say', text: 'tuned' }),
    );
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({ status: 'failed', outcome: { failure: 'guard' } });
    expect(ended?.reason).toMatch(/core\.fsmonitor/);
    await world.git('config', '--unset', 'core.fsmonitor');
  });

  it('works in a directory that is no repository', async () => {
    const session = await start(
      script({ do: 'write', path: 'plain.txt', content: 'plain\n' }, { do: 'say', text: 'wrote' }),
      '--repo',
      world.root,
    );
    const [ended] = await untilEnded(world, [session.id]);
    expect(ended).toMatchObject({ status: 'completed', workspace: { path: world.root, branch: null } });
    expect(existsSync(join(world.root, 'plain.txt'))).toBe(true);
  });
});

describe('several sessions', () => {
  it('are not waited for when only a person could let them go on, where nobody is there', async () => {
    const asks = script({ do: 'run', command: 'touch asked', ask: true }, { do: 'say', text: 'x' });
    const told = await world.cli('multi', asks, script({ do: 'say', text: 'y' }), '--unattended', '--json');
    expect(told.status, told.stderr).toBe(3);
    const { sessions } = told.data<{ sessions: SessionView[] }>();
    expect(sessions.map(({ status }) => status)).toEqual(['running', 'completed']);
    expect((await world.cli('start', 'x', '--unattended')).status).toBe(2);
    await world.cli('stop', sessions[0]?.id ?? '');
  });

  it('share the slots; one too many is refused where it was to be tried', async () => {
    const go = join(world.root, 'go-on');
    const tasks = [1, 2, 3, 4].flatMap((n) => [
      '--task',
      script({ do: 'wait', for: go }, { do: 'say', text: `${n}` }),
    ]);
    const started = (await world.cli('start', ...tasks, '--max-parallel', '2', '--json')).data<
      SessionView[]
    >();
    const ids = started.map(({ id }) => id);
    await untilSession(world, ids[1] ?? '', ({ phase }) => phase === 'working');
    const phases = await Promise.all(ids.map(async (id) => (await world.client.session(id)).phase));
    expect(phases.filter((phase) => phase === 'queued')).toHaveLength(2);
    const refused = await world.cli('start', 'one more', '--try', '--max-parallel', '2');
    expect(refused).toMatchObject({ status: 75, stdout: '' });
    expect(refused.stderr).toContain('maximum of sessions reached: 2');
    writeFileSync(go, '');
    await untilEnded(world, ids);
  });

  it('are waited for and summed up', async () => {
    const result = await world.cli(
      'multi',
      '--task',
      script({ do: 'say', text: 'one' }),
      '--task',
      script({ do: 'error', message: 'it broke' }),
      '--json',
    );
    expect(result.status).toBe(1);
    expect(result.data()).toMatchObject({ stats: { completed: 1, failed: 1, stopped: 0 } });
  });
});
