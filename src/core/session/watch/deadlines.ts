import type { Settings } from '../../../contract/settings.ts';
import type { Session } from '../state.ts';
import { isQuiet } from './quiet.ts';
import { retryingTime } from './retrying.ts';

export type DeadlineKind =
  /** The agent should have stopped its turn by now. */
  | 'interrupt'
  /** The agent has had nothing to do for long. */
  | 'idle'
  /** The process of a session that is paused, or held by a usage limit, is kept no longer. */
  | 'release'
  /** The agent should have begun its turn by now. */
  | 'start'
  /** Nobody has answered an approval for as long as it is kept open. */
  | 'answer'
  /** The agent works, runs no tool and has said nothing for long. */
  | 'silence'
  /** The agent has tried its model again and again for long. */
  | 'retrying'
  /** The session has worked as long as it may. */
  | 'time';

export interface Deadline {
  kind: DeadlineKind;
  /** Milliseconds since 1970 UTC. */
  at: number;
}

type Times = Pick<
  Settings,
  'idle_time_s' | 'interrupt_time_s' | 'start_time_s' | 'answer_time_s' | 'silence_time_s'
>;

/** What a session must hear of when it is time. Derived from its state, so that no timer has to be remembered. */
export function nextDeadline(session: Session, times: Times): Deadline | undefined {
  return deadlines(session, times).toSorted((a, b) => a.at - b.at)[0];
}

function deadlines(session: Session, times: Times): Deadline[] {
  const { phase, process, spec, slot_since, worked_s, limit } = session;
  const found: Deadline[] = [];
  const add = (kind: DeadlineKind, since: string, seconds: number) =>
    found.push({ kind, at: Date.parse(since) + seconds * 1_000 });
  if (slot_since && spec.max_time_s !== null) add('time', slot_since, spec.max_time_s - worked_s);
  if (phase.name === 'starting') add('start', phase.since, times.start_time_s);
  if (phase.name === 'idle') add('idle', phase.since, times.idle_time_s);
  const holds = phase.name === 'paused' || (phase.name === 'queued' && limit !== null);
  if (holds && process && process.stage !== 'leaving') add('release', phase.since, times.idle_time_s);
  const oldest = session.asks.find(({ answer }) => answer === null);
  if (oldest && times.answer_time_s !== null) add('answer', oldest.open_since, times.answer_time_s);
  if (isQuiet(session) && !session.attention.includes('stalled'))
    add('silence', session.last_activity_at, times.silence_time_s);
  const { retrying, attention } = session;
  const isShown = attention.includes('limit') || attention.includes('stalled');
  if (retrying && phase.name === 'working' && !isShown) add('retrying', retrying.since, retryingTime);
  if ('interrupt' in phase && phase.interrupt && !phase.interrupt.overdue)
    add('interrupt', phase.interrupt.since, times.interrupt_time_s);
  return found;
}
