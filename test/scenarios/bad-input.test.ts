/** Whatever is typed, the answer is one clear line that says what to do next, a documented status, and nothing has changed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedEvents } from '../support/stored-events.ts';
import { createWorld, untilEnded, type World } from '../support/world.ts';

let world: World;
let ended: string;

beforeAll(async () => {
  world = await createWorld({
    config: { default_agent: 'scripted', agents: { aider: { protocol: 'terminal', command: ['aider'] } } },
  });
  await world.startDaemon();
  const [session] = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    tasks: [{ name: 'ended', task: '<script>[{"do":"say","text":"hello"}]</script>' }],
  });
  ended = session?.id ?? '';
  await untilEnded(world, [ended]);
  mkdirSync(join(world.root, 'plain'));
  mkdirSync(join(world.root, 'broken'));
  writeFileSync(join(world.root, 'broken', 'fairlead.yaml'), 'max_parallel: [\n');
  mkdirSync(join(world.root, 'misspelt'));
  writeFileSync(join(world.root, 'misspelt', 'fairlead.yaml'), 'max_paralel: 3\n');
});

afterAll(() => world[Symbol.asyncDispose]());

/** What is typed, the status, and a part of the line. `ENDED` stands for the id of a session that has ended. */
const table: [string, number, RegExp][] = [
  ['nonsense', 2, /unknown command: nonsense/],
  ['--nonsense', 2, /unknown option/],
  ['start', 2, /no task/],
  ['start ', 2, /no task/],
  ['start |', 2, /empty/],
  ['start x --nonsense', 2, /unknown option/],
  ['start x --max-parallel 0', 2, /not a whole number/],
  ['start x --max-parallel -1', 2, /./],
  ['start x --max-parallel many', 2, /not a whole number/],
  ['start x --max-cost free', 2, /not an amount/],
  ['start x --max-time long', 2, /not a duration/],
  ['start x --policy lax', 2, /policy/],
  ['start x --agent aider', 2, /no adapter for protocol terminal/],
  ['start x --agent nobody', 2, /unknown agent: nobody/],
  ['start x --repo /no/such/place', 78, /not a directory/],
  ['start x --repo ../plain --base main', 78, /not in a git repository/],
  ['start x --base no-such-branch', 2, /commit not found/],
  ['start x --base --upload-pack=x', 2, /base|argument/],
  ['start x y --name both', 2, /--name with several tasks/],
  ['start x --repo ../broken', 78, /fairlead\.yaml/],
  ['start x --repo ../misspelt', 78, /unknown key max_paralel/],
  ['show', 2, /missing argument|no subcommand of/],
  ['show nobody', 2, /session not found: nobody/],
  ['show a b', 2, /unexpected argument: b/],
  ['logs nobody', 2, /session not found/],
  ['logs ENDED --after x', 2, /not an event number/],
  ['events --after -1', 2, /./],
  ['send', 2, /missing argument|no subcommand of/],
  ['send nobody hello', 2, /session not found/],
  ['send ENDED ', 2, /./],
  ['interrupt ENDED', 2, /cannot be interrupted/],
  ['continue nobody x', 2, /session not found/],
  ['fork nobody', 2, /session not found/],
  ['pause ENDED', 2, /cannot be paused/],
  ['resume ENDED', 2, /cannot be resumed/],
  ['stop', 2, /no session given/],
  ['stop nobody', 2, /session not found: nobody/],
  ['stop ENDED nobody', 2, /session not found: nobody/],
  ['stop ENDED --all', 2, /--all/],
  ['approve', 2, /missing argument|no subcommand of/],
  ['approve nothing', 2, /approval not found: nothing/],
  ['approve nothing --session --always', 2, /exclude each other/],
  ['approve nothing --input {', 2, /--input is not JSON/],
  ['approve nothing --rule Bash(x)', 2, /without a scope/],
  ['approve nothing --always --expires soon', 2, /not a time: soon/],
  [
    'approve run/unit --always',
    2,
    /rules do not apply to questions of a unit|rules do not apply to questions of a unit/,
  ],
  [
    'deny run/unit --session --rule Read',
    2,
    /rules do not apply to questions of a unit|rules do not apply to questions of a unit/,
  ],
  ['deny nothing', 2, /approval not found/],
  ['deny nothing --always', 2, /approval not found/],
  ['deny nothing --always --run', 2, /exclude each other/],
  ['deny nothing --always --max-uses 0', 2, /not a whole number/],
  ['policy', 2, /missing argument|no subcommand of/],
  ['policy dance', 2, /unknown subcommand of policy: dance/],
  ['policy check Bash ls', 2, /unexpected argument: Bash/],
  ['policy rules Bash', 2, /unexpected argument: Bash/],
  ['policy forget a b', 2, /unexpected argument: b/],
  ['policy explain cat\t.env', 2, /unknown tool/],
  ['policy forget', 2, /missing argument: RULE-ID/],
  ['policy forget nothing', 2, /rule not found: nothing/],
  ['policy rules --repo /no/such/place', 78, /not a directory/],
  ['diff nobody', 2, /session not found/],
  ['merge nobody', 2, /session not found/],
  ['merge ENDED --strategy octopus', 2, /strategy/],
  ['abandon nobody', 2, /session not found/],
  ['rm nobody', 2, /session not found/],
  ['undo', 2, /no removed session/],
  ['undo ENDED', 2, /is not removed/],
  ['trust ../plain', 2, /nothing here needs trust/],
  ['daemon', 2, /missing argument|no subcommand of/],
  ['daemon dance', 2, /unknown subcommand of daemon: dance/],
];

describe('what cannot be', () => {
  it.each(table)('fairlead %s', async (typed, status, line) => {
    const args = typed.split(' ').map((arg) => (arg === '|' ? ' ' : arg.replace('ENDED', ended)));
    if (typed === 'start ') args.pop();
    const before = await count();
    const plain = await world.cli(...args);
    expect(plain.status, plain.stderr).toBe(status);
    expect(plain.stdout).toBe('');
    const [first = '', second = '', ...rest] = plain.stderr.trimEnd().split('\n');
    expect(first).toMatch(/^fairlead: \S/);
    expect(first).toMatch(line);
    expect(second).toMatch(/^ {2}\S/);
    expect(rest).toEqual([]);

    const json = await world.cli(...args, '--json');
    expect(json.status).toBe(status);
    expect(JSON.parse(json.stderr)).toMatchObject({
      v: 1,
      type: 'error',
      data: { code: expect.any(String) as string, next: expect.stringMatching(/\S/) as string },
    });
    expect(await count()).toBe(before);
  });

  it('a daemon that does not run is said so, and none is started to be asked', async () => {
    await using other = await createWorld();
    for (const args of [
      ['daemon', 'status'],
      ['daemon', 'stop'],
    ]) {
      const result = await other.cli(...args);
      expect(result).toMatchObject({ status: 69, stdout: '' });
    }
  });

  it('a second daemon is refused', async () => {
    const second = await world.cli('daemon', 'run');
    expect(second).toMatchObject({ status: 75, stdout: '' });
    expect(second.stderr).toMatch(/already running/);
  });

  it('a configuration that cannot be read is named with its place, and starts no daemon', async () => {
    await using other = await createWorld();
    writeFileSync(join(other.root, 'config.yaml'), 'policy:\n  level: lax\n');
    const result = await other.cli('ls');
    expect(result.status).toBe(69);
    expect(result.stderr).toMatch(/config\.yaml: policy\.level/);
    const shown = await other.cli('config');
    expect(shown.status).toBe(78);
  });

  it('a state directory with a path too long for a socket is refused', async () => {
    await using other = await createWorld();
    other.env['FAIRLEAD_HOME'] = join(other.root, 'x'.repeat(100));
    const result = await other.cli('ls');
    expect(result.status).toBe(69);
    expect(result.stderr).toMatch(/too long/);
  });
});

async function count(): Promise<number> {
  return (await storedEvents(world)).length;
}
