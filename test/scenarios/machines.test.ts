/** Machines as people have them: fairlead works there, or says in one line what is wrong, and loses nothing. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/contract/session.ts';
import { processTable } from '../../src/host/process/platform-process-table.ts';
import { becomes } from '../support/becomes.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

const fairlead = `'${process.execPath}' '${join(import.meta.dirname, '../../bin/fairlead')}'`;
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

let world: World;

beforeEach(async () => {
  world = await createWorld({
    config: { default_agent: 'scripted', limits: { min_free_disk: '1MB', min_free_memory: '1MB' } },
  });
});

afterEach(() => world[Symbol.asyncDispose]());

const script = (...steps: object[]) => `<script>${JSON.stringify(steps)}</script>`;
const hello = script({ do: 'write', path: 'hello.txt', content: 'hello\n' }, { do: 'say', text: 'hello' });

interface Ran {
  status: number;
  output: string;
}

/** Runs a line of shell on the machine that a row describes. @param env instead of the world's */
function shell(line: string, env: Record<string, string> = world.env): Promise<Ran> {
  return new Promise((resolve) => {
    execFile('/bin/bash', ['-c', line], { cwd: world.repo, env }, (error, stdout, stderr) =>
      resolve({
        status: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
        output: stdout + stderr,
      }),
    );
  });
}

function can(...command: [string, ...string[]]): boolean {
  try {
    execFileSync(command[0], command.slice(1), { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function completes(setUp: string, env?: Record<string, string>): Promise<void> {
  const { status, output } = await shell(`${setUp}${fairlead} start --wait '${hello}'`, env);
  expect(status, output).toBe(0);
  expect(output).toContain('completed');
}

/** One line that says what is wrong and one that says what to do. */
const oneLine = /^fairlead: \S.*\n {2}\S.*\n$/;

describe('a session completes', () => {
  it('with 64 open files, 400 idle connections or not', async () => {
    await completes('ulimit -n 64; ');
    const { port } = await world.client.daemon();
    const idle = `exec 3>/dev/null; for i in $(seq 400); do (exec 4<>/dev/tcp/127.0.0.1/${port}; sleep 1) & done; `;
    const { status, output } = await shell(`${idle} ${fairlead} ls; status=$?; wait; exit $status`);
    expect(status, output).toBe(0);
  });

  it.skipIf(!can('unshare', '-Ur', 'true'))('where no inotify is left', async () => {
    const none = 'echo 0 > /proc/sys/user/max_inotify_instances; ';
    const { status, output } = await shell(`unshare -Ur bash -c "$COMMAND"`, {
      ...world.env,
      COMMAND: `${none}${fairlead} start --wait "$TASK"`,
      TASK: hello,
    });
    expect(status, output).toBe(0);
  });

  it('in the empty environment of cron, without a terminal', async () => {
    const { HOME = '', FAIRLEAD_HOME = '', FAIRLEAD_CONFIG = '', SCENARIO_WORLD = '' } = world.env;
    await completes('exec < /dev/null; ', { HOME, FAIRLEAD_HOME, FAIRLEAD_CONFIG, SCENARIO_WORLD });
  });

  it('after everything that the terminal started got SIGHUP', async () => {
    const go = join(world.root, 'go');
    const task = script({ do: 'wait', for: go }, { do: 'say', text: 'hello' });
    // `script` gives a terminal and hangs up when its command ends.
    const started = await shell(`script -qec "$COMMAND" /dev/null < /dev/null`, {
      ...world.env,
      TASK: task,
      COMMAND: `${fairlead} start "$TASK" --json`,
    });
    expect(started.status, started.output).toBe(0);
    const [session] = await world.client.sessions();
    await untilSession(world, session?.id ?? '', ({ phase }) => phase === 'working');
    writeFileSync(go, '');
    expect(await untilEnded(world, [session?.id ?? ''])).toMatchObject([{ status: 'completed' }]);
  });

  it.skipIf(!isRoot)(
    'under a process 1 that collects no ended processes, and leaves none at work',
    async () => {
      const init = join(world.root, 'init.mjs');
      writeFileSync(
        init,
        `import { spawnSync } from 'node:child_process';
       const { status } = spawnSync('/bin/bash', ['-c', process.env.COMMAND], { stdio: 'inherit' });
       process.exit(status ?? 1);`,
      );
      const task = script({ do: 'run', command: 'setsid sleep 1000 > /dev/null 2>&1 & sleep 1000' });
      const { status, output } = await shell(
        `unshare --pid --fork --kill-child --mount-proc '${process.execPath}' '${init}'`,
        {
          ...world.env,
          TASK: task,
          HELLO: hello,
          COMMAND: [
            'set -e',
            `${fairlead} start --wait "$HELLO"`,
            `id=$(${fairlead} start "$TASK" --policy permissive --json | sed 's/.*"id":"\\([a-z0-9]*\\)".*/\\1/')`,
            `until ${fairlead} show $id --json | grep -q '"tool_calls":1'; do :; done`,
            `${fairlead} stop --all --force --json`,
            `for p in /proc/[0-9]*; do if tr '\\0' '\\n' < $p/environ 2> /dev/null | grep -qx "FAIRLEAD_SESSION=$id"; then echo LEFT; fi; done`,
          ].join('\n'),
        },
      );
      expect(status, output).toBe(0);
      expect(output).toContain('"survivors":0');
      expect(output).not.toContain('LEFT');
    },
  );

  it('though the daemon stood still in the middle of it', async () => {
    const pid = await world.startDaemon();
    const go = join(world.root, 'go');
    const [session] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [
        { task: script({ do: 'say', text: 'begun' }, { do: 'wait', for: go }, { do: 'say', text: 'hello' }) },
      ],
    });
    const id = session?.id ?? '';
    const { pid: agent } = await untilSession(world, id, ({ phase }) => phase === 'working');
    const journal = join(world.state, 'sessions', id, 'out.jsonl');
    const has = (text: string) => becomes(() => readFileSync(journal, 'utf8').includes(text));
    // A daemon that stands still before it has handed the prompt over would be waited for in vain.
    await has('begun');
    process.kill(pid, 'SIGSTOP');
    writeFileSync(go, '');
    // The agent goes on by itself: its words are in the journal while nobody reads them.
    await has('end_turn');
    process.kill(pid, 'SIGCONT');
    const [ended] = await untilEnded(world, [id]);
    expect(ended).toMatchObject({ status: 'completed', pid: null });
    expect(processTable.read(agent ?? 0)?.zombie ?? true).toBe(true);
  });
});

describe('one line says what is wrong', () => {
  it('where a file may not grow, and what was there is kept', async () => {
    // The daemon that the first command starts is held to the limit as well.
    await completes('ulimit -f 3000; ');
    const [before] = await onlySessions();
    const tasks = Array.from({ length: 4 }, () => ({ task: 'x'.repeat(1_000_000) }));
    await expect(world.client.command({ type: 'start', repo: world.repo, tasks })).rejects.toMatchObject({
      code: 'environment',
      message: expect.stringContaining('ulimit -f') as string,
      next: expect.stringMatching(/^try: /) as string,
    });
    expect((await onlySessions()).map(({ id }) => id)).toEqual([before?.id]);
    await completes('');
  });

  it('where too few files may be open', async () => {
    const { status, output } = await shell(`ulimit -n 50; ${fairlead} start '${hello}'`);
    expect(status, output).toBe(78);
    expect(output).toMatch(oneLine);
    expect(output).toContain('ulimit -n');
  });

  it.skipIf(!isRoot)('where home is read-only', async () => {
    const home = join(world.root, 'sealed');
    mkdirSync(home);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', home]);
    const { FAIRLEAD_HOME: _state, ...rest } = world.env;
    const { status, output } = await shell(`${fairlead} ls`, { ...rest, HOME: home });
    execFileSync('umount', [home]);
    expect(status, output).toBe(78);
    expect(output).toMatch(oneLine);
    expect(output).toContain(join(home, '.local/state/fairlead'));
  });

  it.skipIf(!isRoot)('where another user calls', async () => {
    await world.startDaemon();
    chmodSync(world.root, 0o755);
    const nobody = 'setpriv --reuid 65534 --regid 65534 --clear-groups ';
    const { status, output } = await shell(`${nobody}${fairlead} ls`);
    expect(status, output).toBe(78);
    expect(output).toMatch(oneLine);
    expect(output).toContain('belongs to another user (0, you are 65534)');
  });

  it('where the path of the socket is too long for the system', async () => {
    const state = join(world.root, 'x'.repeat(108));
    const { status, output } = await shell(`${fairlead} ls`, { ...world.env, FAIRLEAD_HOME: state });
    expect(status, output).toBe(69);
    expect(output).toMatch(oneLine);
    expect(output).toContain('FAIRLEAD_HOME');
  });
});

it('a daemon in the foreground that is hung up on ends as when it is told to', async () => {
  const daemon = spawn('/bin/bash', ['-c', `exec ${fairlead} daemon run`], {
    cwd: world.repo,
    env: world.env,
  });
  await new Promise((resolve) => daemon.stdout.once('data', resolve));
  const ended = new Promise((resolve) => daemon.once('exit', (code, signal) => resolve({ code, signal })));
  daemon.kill('SIGHUP');
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(existsSync(join(world.state, 'daemon.json'))).toBe(false);
});

async function onlySessions(): Promise<SessionView[]> {
  const { stdout } = await world.cli('ls', '--json');
  return (JSON.parse(stdout) as { data: SessionView[] }).data;
}
