/** A process of a session asks the daemon: it may read, and everything else is refused and noted, whatever it calls itself. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedInsideSession, commandSchemas, type Command } from '../../src/contract/command.ts';
import type { SessionView } from '../../src/contract/session.ts';
import { createWorld, untilEnded, type World } from '../support/world.ts';

let world: World;
/** A completed session of somebody else's. */
let other: SessionView;

beforeAll(async () => {
  world = await createWorld({
    config: {
      default_agent: 'scripted',
      limits: { min_free_disk: '1MB', min_free_memory: '1MB' },
      policy: { allow: ['Bash'] },
    },
  });
  await world.startDaemon();
  [other] = (await startAndEnd(script({ do: 'say', text: 'done' }))) as [SessionView];
});

afterAll(() => world[Symbol.asyncDispose]());

const script = (...steps: object[]) => `<script>${JSON.stringify(steps)}</script>`;

async function startAndEnd(task: string): Promise<SessionView[]> {
  const started = await world.client.ask('sessions', { type: 'start', repo: world.repo, tasks: [{ task }] });
  return untilEnded(
    world,
    started.map(({ id }) => id),
  );
}

/** Runs a shell command in a session. @returns the session when it has ended, and what the command wrote to `said` */
async function inside(command: string): Promise<{ session: SessionView; said: string }> {
  const [session] = await startAndEnd(script({ do: 'run', command }, { do: 'say', text: 'tried' }));
  if (!session?.workspace) throw new Error('no workspace');
  return { session, said: readFileSync(join(session.workspace.path, 'said'), 'utf8') };
}

async function refusals(session: string): Promise<string[]> {
  const events = await world.client.history(session, { limit: 5_000 });
  return events.flatMap((event) => (event.kind === 'command.refused' ? [event.data.command] : []));
}

/** One of each command, as a process would send it. */
function everyCommand(): Command[] {
  const [repo, session] = [world.repo, other.id];
  const call = { repo, tool: 'Read', input: { file_path: 'README.md' } };
  const commands: { [T in Command['type']]: Omit<Extract<Command, { type: T }>, 'type'> } = {
    start: { repo, tasks: [{ task: 'x' }], policy: 'permissive' },
    send: { session, text: 'x' },
    continue: { session, text: 'x' },
    interrupt: { session },
    fork: { session, text: 'x' },
    run: { repo, paths: [join(repo, 'README.md')] },
    plan: { repo, paths: [join(repo, 'README.md')] },
    try_plan: { repo, paths: [join(repo, 'README.md')], unit: '1' },
    retry: { run: session },
    skip: { run: session, unit: 'x' },
    pause: { target: session },
    launch: { session },
    resume: { target: session },
    stop: { target: session },
    stop_all: {},
    approve: { approval: session },
    deny: { approval: session },
    remove: { session },
    undo: {},
    merge: { target: session },
    rollback: { target: session },
    abandon: { target: session },
    gc: { dry_run: true },
    trust: { repo },
    explain: call,
    judge: call,
    check_policy: { repo },
    list_rules: { repo },
    forget_rule: { repo, rule: 'x' },
    shutdown: { sessions: true },
  };
  return Object.entries(commands).map(([type, rest]) => ({ type, ...rest }) as Command);
}

/** Sends commands over the socket one after another and writes the code of each answer. */
const sender = `
  import { request } from 'node:http';
  import { readFileSync, writeFileSync } from 'node:fs';
  const [socketPath, commands] = process.argv.slice(2);
  const said = {};
  for (const command of JSON.parse(readFileSync(commands, 'utf8')))
    said[command.type] = await new Promise((resolve) => {
      const asking = request({ socketPath, method: 'POST', path: '/api/v1/commands', headers: { 'content-type': 'application/json' } },
        async (response) => resolve(JSON.parse((await response.toArray()).join('')).data?.code ?? 'done'));
      asking.end(JSON.stringify({ ...command, by: 'person' }));
    });
  writeFileSync('said', JSON.stringify(said));
`;

it('every command but the listed ones is refused, noted, and has no effect', async () => {
  writeFileSync(join(world.root, 'sender.mjs'), sender);
  writeFileSync(join(world.root, 'commands.json'), JSON.stringify(everyCommand()));
  const before = await world.client.sessions({ all: true });
  const { session, said } = await inside(
    `'${process.execPath}' '${join(world.root, 'sender.mjs')}' '${join(world.state, 'daemon.sock')}' '${join(world.root, 'commands.json')}'`,
  );
  const answers = JSON.parse(said) as Record<string, string>;
  expect(Object.keys(answers).toSorted()).toEqual(Object.keys(commandSchemas).toSorted());
  const refused = Object.keys(answers).filter((type) => answers[type] === 'forbidden');
  expect(Object.keys(answers).filter((type) => !refused.includes(type))).toEqual([...allowedInsideSession]);
  expect(await refusals(session.id)).toEqual(refused);
  expect(session.status).toBe('completed');
  const after = await world.client.sessions({ all: true });
  expect(after.filter(({ id }) => id !== session.id)).toEqual(before);
});

describe('the command line inside a session', () => {
  const fairlead = join(import.meta.dirname, '../../bin/fairlead');
  const say = (...args: string[]) =>
    `'${process.execPath}' '${fairlead}' ${args.join(' ')}; echo "status $?"`;

  it.each<[string, (command: string) => string]>([
    ['as it is', (command) => command],
    ['without the marker', (command) => `env -u FAIRLEAD_SESSION sh -c '${command}'`],
    ['with an empty marker', (command) => `FAIRLEAD_SESSION= sh -c '${command}'`],
    ['with a made-up marker', (command) => `FAIRLEAD_SESSION=nobody sh -c '${command}'`],
    ['with the marker of another session', (command) => `FAIRLEAD_SESSION=${other.id} sh -c '${command}'`],
    [
      'in the background of a shell that has ended, without the marker',
      (command) => `mkfifo end; (env -u FAIRLEAD_SESSION sh -c '${command}; echo > end' &); cat end`,
    ],
  ])('cannot start a session %s, and ends with status 5', async (_how, wrap) => {
    const start = `'${process.execPath}' '${fairlead}' start --policy permissive again`.replaceAll("'", '"');
    const before = (await world.client.sessions({ all: true })).length;
    const { session, said } = await inside(
      `export FAIRLEAD_HOME='${world.state}'; (${wrap(`${start} 2>&1; echo "status $?"`)}) > said`,
    );
    expect(said).toContain('"start" cannot come from within a session');
    expect(said).toContain('status 5');
    expect(await world.client.sessions({ all: true })).toHaveLength(before + 1);
    expect(await refusals(session.id)).toEqual(['start']);
  });

  it('shows sessions, and what was refused is in the log that a person reads', async () => {
    const { session, said } = await inside(
      `export FAIRLEAD_HOME='${world.state}'; (${say('ls')}; ${say('send', other.id, 'x')}; ${say('daemon', 'stop')}) > said 2>&1`,
    );
    expect(said.match(/status \d/g)).toEqual(['status 0', 'status 5', 'status 5']);
    const { stdout } = await world.cli('logs', session.id);
    expect(stdout).toContain('refused: `send` from inside this session');
    expect(stdout).toContain('refused: `shutdown` from inside this session');
    await expect(world.client.session(other.id)).resolves.toMatchObject({ status: 'completed' });
  });
});

it('a person in whose environment the marker is empty or unknown counts as a session', async () => {
  for (const marker of ['', 'nobody']) {
    world.env['FAIRLEAD_SESSION'] = marker;
    const { status, stderr } = await world.cli('start', 'x');
    expect({ marker, status }).toEqual({ marker, status: 5 });
    expect(stderr).toContain('a session that this daemon does not know');
  }
  delete world.env['FAIRLEAD_SESSION'];
});
