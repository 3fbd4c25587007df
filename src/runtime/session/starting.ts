/** Creates sessions. All sessions of one command are created in one commit. */
import { emptyCommit, type Receipt } from '../../store/commit.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { NewEvent } from '../../contract/event.ts';
import type { Waiting } from '../../contract/session.ts';
import { waitingText } from '../../core/admission/waiting.ts';
import { create, createFork, type NewSession, type SessionPlace } from '../../core/session/create.ts';
import { initialSession } from '../../core/session/initial.ts';
import { holdsSlot, wantsSlot } from '../../core/session/slot.ts';
import type { Session } from '../../core/session/state.ts';
import { viewOf } from '../../core/session/view.ts';
import { startOfJournal } from './cursor.ts';
import type { Deps } from '../deps.ts';
import type { CommandTicket } from '../machine/command-ticket.ts';
import { readHostState } from '../admission/host-state.ts';
import type { Hub } from '../hub.ts';
import type { SessionCell } from './session-cell.ts';
import type { LiveSessions } from './live-sessions.ts';
import { guardOf } from '../workspace/confinement.ts';
import { refuseUntrustedConfig } from '../workspace/repo-config.ts';
import { commitWorkspace } from '../workspace/commit-workspace.ts';
import { inspectPlace } from '../workspace/inspect.ts';

export async function startSessions(
  deps: Deps,
  hub: Hub,
  liveSessions: LiveSessions,
  command: CommandOf<'start'>,
  ticket: CommandTicket,
): Promise<Result<Answer, Problem>> {
  const place = await findPlace(deps, command);
  if (!place.ok) return place;
  const settings = await deps.configuration.read(place.value.top);
  if (!settings.ok) return settings;
  const refused = await refuseUntrustedConfig(deps, {
    agent: command.agent ?? settings.value.default_agent,
    directory: place.value.top,
    repo: place.value.top,
    settings: settings.value,
  });
  if (refused) return err(refused);
  const agent = command.agent ?? settings.value.default_agent;
  const adapter = deps.adapters.get(settings.value.agents[agent]?.protocol ?? '');
  // An unknown adapter is reported below, with a better message.
  const guard = adapter && (await guardOf(deps, settings.value, { agent, watched: !command.unattended }));
  if (guard && !guard.ok) return guard;
  const created = create(command, {
    place: place.value,
    settings: settings.value,
    ids: command.tasks.map(() => deps.newIds()).map(({ id, prompt }) => ({ id: `s${id}`, prompt })),
    slotted: [...liveSessions.cells()].filter(
      ({ session }) => holdsSlot(session) || wantsSlot(session) !== 'no',
    ).length,
    protocols: new Set(deps.adapters.keys()),
  });
  const held = created.ok && command.try ? await findBlocker(deps, liveSessions, created.value) : null;
  if (held) return err(problem('at_limit', waitingText(held), 'wait, or queue without --try'));
  return created.ok
    ? storeAndAnswer(deps, hub, liveSessions, created.value, sessionsAnswer, ticket)
    : created;
}

/** Returns the reason why new sessions cannot start even with a free slot. */
async function findBlocker(
  deps: Deps,
  liveSessions: LiveSessions,
  created: NewSession[],
): Promise<Waiting | null> {
  const specs = created.map(({ data }) => data.spec);
  const host = await readHostState(
    deps,
    [...liveSessions.cells()],
    specs.map(({ repo }) => repo),
    [],
  );
  return specs.map((spec) => host.blocker(spec)).find((held) => held !== null) ?? null;
}

export async function startFork(
  deps: Deps,
  hub: Hub,
  liveSessions: LiveSessions,
  source: SessionCell,
  command: CommandOf<'fork'>,
  ticket: CommandTicket,
): Promise<Result<Answer, Problem>> {
  const { id, prompt } = deps.newIds();
  const commit = await commitWorkspace(deps, source.session);
  if (!commit.ok) return commit;
  const created = createFork(source.session, { id: `s${id}`, prompt }, command.text, commit.value);
  if (!created.ok) return err(created.error);
  return storeAndAnswer(
    deps,
    hub,
    liveSessions,
    [created.value],
    ([session]) => sessionAnswer(session),
    ticket,
  );
}

async function storeAndAnswer(
  deps: Deps,
  hub: Hub,
  liveSessions: LiveSessions,
  created: NewSession[],
  answerOf: (sessions: Session[]) => Answer,
  ticket: CommandTicket,
): Promise<Result<Answer, Problem>> {
  const stored = await storeSessions(deps, hub, liveSessions, created, (sessions) => [
    ticket.receipt(ok(answerOf(sessions))),
  ]);
  return ok(answerOf(stored));
}

/**
 * Finds where sessions work. In a repository each gets its own worktree, unless the command says otherwise. Elsewhere
 * they work in the directory itself.
 */
async function findPlace(
  deps: Deps,
  { repo, workspace_mode, base }: CommandOf<'start'>,
): Promise<Result<SessionPlace, Problem>> {
  const plain = await inspectPlace(deps.git, repo, null);
  if (!plain.ok || !plain.value.repository || workspace_mode === 'directory') return plain;
  const settings = await deps.configuration.inForce(plain.value.top);
  return inspectPlace(deps.git, repo, base ?? settings.workspace.base);
}

/** Stores new sessions in one commit, publishes them, and starts supervising them. */
export async function storeSessions(
  deps: Deps,
  hub: Hub,
  liveSessions: LiveSessions,
  created: NewSession[],
  receiptsOf: (sessions: Session[]) => Receipt[] = () => [],
): Promise<Session[]> {
  const at = new Date(deps.clock.now()).toISOString();
  const sessions = created.map(({ id, data }) => initialSession(id, data, at));
  const events = await Promise.all(created.map((session) => firstEvents(deps, session, at)));
  const committed = await deps.store.commit({
    ...emptyCommit,
    events: events.flat(),
    sessions: sessions.map((session) => ({
      id: session.id,
      view: viewOf(session),
      state: session,
      cursor: startOfJournal,
      open: true,
    })),
    receipts: receiptsOf(sessions),
  });
  hub.publish({
    events: committed.events,
    sessions: Object.fromEntries(sessions.map(viewOf).map((view) => [view.id, { changes: view, view }])),
  });
  for (const session of sessions) liveSessions.add({ session });
  return sessions;
}

/** Returns the event of the creation, and a second event if some rules cannot be read. */
async function firstEvents(
  { configuration }: Deps,
  { id, data }: NewSession,
  at: string,
): Promise<NewEvent[]> {
  const { unread } = (await configuration.inForce(data.spec.repo)).policy;
  const of = { at, session_id: id, run_id: data.spec.run_id };
  return [
    { kind: 'session.created', ...of, data },
    ...unread.map(({ source, message }): NewEvent => ({
      kind: 'agent.notice',
      ...of,
      data: { level: 'error', text: `${source}: ${message}` },
    })),
  ];
}

function sessionsAnswer(sessions: Session[]): Answer {
  return { type: 'sessions', data: sessions.map(viewOf) };
}

function sessionAnswer(session: Session | undefined): Answer {
  if (!session) throw new Error('a fork without a session');
  return { type: 'session', data: viewOf(session) };
}
