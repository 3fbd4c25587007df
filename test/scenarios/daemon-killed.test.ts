/** The daemon is killed a hundred times while sessions work; whatever instruction it died at, nothing is lost or doubled. */
import { describe, expect, it } from 'vitest';
import { checkInvariants, fingerprint } from '../support/invariants.ts';
import { createRandom, type Random } from '../support/random.ts';
import { createWorld, type World } from '../support/world.ts';

const kills = 100;
const slots = 3;
const seed = Number(process.env['SEED'] ?? 20_261_120);

/** Things that sessions do; each touches other parts of the daemon. */
const scripts: ((n: number) => object[])[] = [
  (n) => [
    { do: 'think', text: 'hm' },
    { do: 'write', path: `a${n}.txt`, content: `${n}\n` },
    { do: 'commit', message: `a ${n}` },
    { do: 'say', text: 'done' },
  ],
  (n) => [
    { do: 'ask', tool: 'Deploy', title: `deploy ${n}`, count: 2 },
    { do: 'write', path: `b${n}.txt`, content: 'x' },
    { do: 'say', text: 'asked and done' },
  ],
  (n) => [
    { do: 'run', command: `for i in 1 2 3 4 5; do echo line $i; done > c${n}.txt`, ask: true },
    { do: 'spend', input_tokens: 10, output_tokens: 5 },
    { do: 'flood', pieces: 300, characters: 20 },
    { do: 'say', text: 'said a lot' },
  ],
  (n) => [
    { do: 'error', message: 'something broke' },
    { do: 'write', path: `d${n}.txt`, content: 'after all' },
    { do: 'say', text: 'went on' },
  ],
];

describe('a daemon that is killed', () => {
  it(`${kills} times while sessions work, leaves everything in order`, async () => {
    const random = createRandom(seed);
    await using world = await createWorld({ config: { default_agent: 'scripted', max_parallel: slots } });
    const before = await fingerprint(world);
    const player = createPlayer(world, random);
    let longest = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      await world.startDaemon();
      await player.playUntilKilled();
      const { events, sessions } = checkInvariants(world, slots);
      for (const id of player.acknowledged)
        expect(sessions.has(id), 'I2: acknowledged is durable').toBe(true);
      expect(events.length).toBeGreaterThanOrEqual(longest);
      longest = events.length;
    }
    await world.startDaemon();
    await player.finish();
    const { sessions } = checkInvariants(world, slots);
    for (const session of sessions.values()) {
      expect(session.phase, session.spec.name).toMatchObject({
        name: 'ended',
        outcome: { kind: 'completed' },
      });
    }
    expect(sessions.size).toBeGreaterThanOrEqual(20);
    expect(await fingerprint(world), 'I10: the checkout of the user is untouched').toEqual(before);
    expect(await world.git('fsck', '--no-dangling')).toBe('');
  }, 900_000);
});

interface Player {
  /** Sessions whose start was acknowledged. */
  acknowledged: Set<string>;
  /** Does what a person does, until a number of events has been seen, and then kills the daemon. */
  playUntilKilled(): Promise<void>;
  /** Does what a person does until all is done. */
  finish(): Promise<void>;
}

function createPlayer(world: World, random: Random): Player {
  const acknowledged = new Set<string>();
  /** Commands that nobody has acknowledged: sent again with the same id, they must have their effect once. */
  const unanswered = new Map<string, object>();
  let count = 0;
  return {
    acknowledged,
    async playUntilKilled() {
      let left = random.below(30);
      await play(true, (events) => {
        left -= events;
        return left < 0;
      });
      await world.killDaemon();
    },
    finish: () => play(false, (_events, open) => open === 0 && unanswered.size === 0),
  };

  /** Ends when `enough` says so, told how many events came and how many sessions are not completed; `more` starts new ones. */
  async function play(more: boolean, enough: (events: number, open: number) => boolean): Promise<void> {
    const done = new AbortController();
    for (const command of unanswered.values()) await send(command);
    for await (const { now, changes } of world.client.live(done.signal)) {
      const open = now.sessions.filter(({ status }) => status !== 'completed').length;
      if (enough(changes?.events.length ?? 0, open)) return done.abort();
      if (more && open < 4) await start();
      for (const approval of now.approvals)
        await send({ type: 'approve', approval: approval.id, command_id: `approve-${approval.id}` });
      for (const session of now.sessions)
        if (session.status === 'failed')
          await send({
            type: 'continue',
            session: session.id,
            text: 'go on',
            command_id: `continue-${session.id}-${session.epoch}`,
          });
    }
  }

  async function start(): Promise<void> {
    count += 1;
    const steps = random.pick(scripts)(count);
    await send({
      type: 'start',
      repo: world.repo,
      tasks: [{ name: `n${count}`, task: `<script>${JSON.stringify(steps)}</script>` }],
      command_id: `start-${count}-${seed}`,
    });
  }

  /** The daemon may refuse what has been done already; that it is gone is found out elsewhere. */
  async function send(command: object): Promise<void> {
    const { command_id } = command as { command_id: string };
    unanswered.set(command_id, command);
    try {
      const answer = await world.client.command(command as never);
      if (answer.type === 'sessions') for (const { id } of answer.data) acknowledged.add(id);
      unanswered.delete(command_id);
    } catch (error) {
      if ((error as { code?: string }).code !== 'no_daemon') unanswered.delete(command_id);
    }
  }
}
