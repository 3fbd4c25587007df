/** Determines when a command that takes longer than its accepting commit has ended, and its answer. */
import { err, ok, type Result } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { NewEvent } from '../../contract/event.ts';
import type { SessionCommand } from './decide.ts';
import type { Session } from './state.ts';
import { viewOf } from './view.ts';

/** Session commands that are answered with a later commit than the accepting one. */
export type AwaitedCommand = Extract<
  SessionCommand['type'],
  'interrupt' | 'stop' | 'remove' | 'undo' | 'merge' | 'rollback' | 'abandon'
>;

/**
 * @param events the events of one commit, and `session` the state after it
 * @param patience seconds that an agent gets to end its turn
 * @returns undefined while the work is in progress
 */
export function outcomeOf(
  type: AwaitedCommand,
  events: readonly NewEvent[],
  session: Session,
  patience: number,
): Result<Answer, Problem> | undefined {
  switch (type) {
    case 'interrupt':
      return interrupted(session, patience);
    case 'stop':
      return stopped(events, session);
    case 'remove':
    case 'undo':
    case 'merge':
    case 'rollback':
    case 'abandon':
      return events.map((event) => workspaceTaskEnd(event, session)).find((end) => end !== undefined);
  }
}

function interrupted(session: Session, patience: number): Result<Answer, Problem> | undefined {
  const { id, phase } = session;
  if (!('interrupt' in phase) || phase.interrupt === null)
    return ok({ type: 'session', data: viewOf(session) });
  if (!phase.interrupt.overdue) return undefined;
  return err(
    problem(
      'timed_out',
      `session ${id} did not stop its turn within ${patience} s`,
      `try: fairlead stop ${id}`,
    ),
  );
}

function stopped(events: readonly NewEvent[], { id, phase }: Session): Result<Answer, Problem> | undefined {
  const answer = (killed: number, survivors: number) =>
    ok({ type: 'stopped' as const, data: [{ session_id: id, killed, survivors }] });
  for (const { kind, data } of events)
    if (kind === 'session.ended') return answer(data.killed, data.survivors);
  // It had ended before the stop.
  return phase.name === 'ended' ? answer(0, 0) : undefined;
}

/** A session has at most one workspace task at a time, so any that ends belongs to the command. */
function workspaceTaskEnd(event: NewEvent, session: Session): Result<Answer, Problem> | undefined {
  switch (event.kind) {
    case 'upkeep.failed':
      return err(event.data.problem);
    case 'session.merged': {
      const { into, commit, strategy } = event.data;
      return ok({ type: 'merge', data: { session_id: session.id, into, commit, strategy } });
    }
    case 'session.removed':
    case 'session.restored':
    case 'session.rolled_back':
    case 'session.abandoned':
      return ok({ type: 'session', data: viewOf(session) });
    default:
      return undefined;
  }
}
