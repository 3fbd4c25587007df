/** Holds what a daemon left on disk, however it ended, against the invariants of docs/ARCHITECTURE.md. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import type { Event, EventOf } from '../../src/contract/event.ts';
import { evolve } from '../../src/core/session/evolve.ts';
import { initialSession } from '../../src/core/session/initial.ts';
import { holdsSlot } from '../../src/core/session/slot.ts';
import type { PendingEvent, Session } from '../../src/core/session/state.ts';
import { processTable } from '../../src/host/process/platform-process-table.ts';
import type { World } from './world.ts';

export interface Left {
  events: Event[];
  sessions: Map<string, Session>;
}

/** Reads the database of a daemon that is dead or alive. */
export function readLeft({ state }: World): Left {
  const database = new DatabaseSync(join(state, 'fairlead.db'), { readOnly: true, timeout: 5_000 });
  try {
    database.exec('BEGIN');
    const events = database.prepare('SELECT * FROM events ORDER BY seq').all() as unknown as (Event & {
      data: string;
    })[];
    const rows = database.prepare('SELECT id, state FROM sessions').all() as { id: string; state: string }[];
    return {
      events: events.map((event) => ({ ...event, data: JSON.parse(event.data) as never })),
      sessions: new Map(rows.map(({ id, state: text }) => [id, JSON.parse(text) as Session])),
    };
  } finally {
    database.close();
  }
}

/** @param slots sessions that may hold a slot at the same time */
export function checkInvariants(world: World, slots: number): Left {
  const left = readLeft(world);
  const { events, sessions } = left;
  expect(
    events.map(({ seq }) => seq),
    'I1: no gap, no double',
  ).toEqual(events.map((_, index) => index + 1));
  checkFold(events, sessions, slots);
  const alive = sessionsAlive(sessions.keys());
  for (const [id, session] of sessions) {
    const own = events.filter((event) => event.session_id === id);
    checkEnds(own);
    checkApprovals(own);
    checkPrompts(world, id);
    if (session.phase.name === 'ended') expect(alive.has(id), 'I9: ended means nothing is left').toBe(false);
  }
  return left;
}

/** @returns those of which a live process has the marker; on Linux by one look at all processes, whatever their number */
function sessionsAlive(ids: Iterable<string>): Set<string> {
  const marker = (id: string) => `FAIRLEAD_SESSION=${id}`;
  if (platform !== 'linux')
    return new Set([...ids].filter((id) => processTable.marked(marker(id)).length > 0));
  const markers = markersOnLinux();
  return new Set([...ids].filter((id) => markers.has(marker(id))));
}

/** Those of zombies are gone already. */
function markersOnLinux(): Set<string> {
  const variables = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => readEnvironment(pid).split('\0'));
  return new Set(variables.filter((variable) => variable.startsWith('FAIRLEAD_SESSION=')));
}

/** Empty for a process that is gone, or that belongs to somebody else. */
function readEnvironment(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

function checkFold(events: readonly Event[], stored: ReadonlyMap<string, Session>, slots: number): void {
  const folded = new Map<string, Session>();
  for (const { kind, data, at, session_id, seq } of events) {
    if (session_id === null) continue;
    const pendingEvent = { kind, data } as PendingEvent;
    const before = folded.get(session_id);
    const after =
      pendingEvent.kind === 'session.created'
        ? initialSession(session_id, pendingEvent.data, at)
        : evolve(before as Session, pendingEvent, at);
    folded.set(session_id, after);
    const holding = [...folded.values()].filter(holdsSlot);
    if (holding.length > slots) {
      const about = events
        .filter((event) => holding.some(({ id }) => id === event.session_id) && event.seq <= seq)
        .slice(-40);
      throw new Error(
        `I7: more sessions than slots at ${seq}:\n${about.map((event) => `${event.seq} ${event.session_id} ${event.kind} ${JSON.stringify(event.data).slice(0, 100)}`).join('\n')}`,
      );
    }
  }
  expect(Object.fromEntries(stored), 'I4: state is the fold of the log').toEqual(Object.fromEntries(folded));
}

function checkEnds(own: readonly Event[]): void {
  const ends = own
    .map(({ kind }) => kind)
    .filter((kind) => kind === 'session.ended' || kind === 'session.continued');
  for (const [index, kind] of ends.entries())
    expect(kind, 'I3: one end per epoch').toBe(index % 2 === 0 ? 'session.ended' : 'session.continued');
}

function checkApprovals(own: readonly Event[]): void {
  const asked = own.filter(
    (event): event is Event & EventOf<'approval.asked'> => event.kind === 'approval.asked',
  );
  const calls = asked.map(({ data }) => `${data.approval.tool_call} ${data.request}`);
  expect(new Set(calls).size, 'no approval is asked twice').toBe(calls.length);
  const answered = own.flatMap((event) =>
    event.kind === 'approval.answered' ? [event.data.approval_id] : [],
  );
  expect(new Set(answered).size, 'I6: an approval is used once').toBe(answered.length);
}

/** Every prompt stands once in what the agent was told; lines are whole but for the last. */
function checkPrompts({ state }: World, id: string): void {
  const path = join(state, 'sessions', id, 'in.jsonl');
  if (!existsSync(path)) return;
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const prompts = lines.filter((line) => {
    const { method, type } = JSON.parse(line) as { method?: string; type?: string };
    return method === 'session/prompt' || type === 'user';
  });
  expect(new Set(prompts).size, 'I11: no prompt is delivered twice').toBe(prompts.length);
}

/** What must not change whatever sessions do: the user's checkout with its index, configuration, hooks and stash. */
export async function fingerprint(world: World): Promise<Record<string, string>> {
  const hash = (path: string) =>
    existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'none';
  const git = join(world.repo, '.git');
  return {
    head: await world.git('rev-parse', 'HEAD'),
    branch: await world.git('symbolic-ref', 'HEAD'),
    status: await world.git('--no-optional-locks', 'status', '--porcelain'),
    stash: await world.git('stash', 'list'),
    config: hash(join(git, 'config')),
    index: hash(join(git, 'index')),
  };
}
