import type { Settings } from '../../../contract/settings.ts';
import type { Session } from '../state.ts';
import { isQuiet } from './quiet.ts';
import { retryingTime } from './retrying.ts';

export type DeadlineKind =
  /** The agent had to stop its turn by now. */
  | 'interrupt'
  /** The agent has been idle for `idle_time`. */
  | 'idle'
  /** The process of a session that is paused, or blocked by a usage limit, is no longer kept. */
  | 'release'
  /** The agent had to begin its turn by now. */
  | 'start'
  /** An approval has been open for `answer_time`. */
  | 'answer'
  /** The agent works, runs no tool and has been silent for `silence_time`. */
  | 'silence'
  /** The agent has been retrying its model for too long. */
  | 'retrying'
  /** The session has used its working time. */
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

/** Returns the next deadline of a session. It is derived from the state, so that no timer has to be stored. */
export function nextDeadline(session: Session, times: Times): Deadline | undefined {
  return deadlines(session, times).toSorted((a, b) => a.at - b.at)[0];
}

function deadlines(session: Session, times: Times): Deadline[] {
  const { phase, process, spec, slot_since, worked_s, limit } = session;
  const found: Deadline[] = [];
  const add = (kind: DeadlineKind, since: string, seconds: number) =>
    found.push(deadline(kind, since, seconds));
  if (slot_since && spec.max_time_s !== null) add('time', slot_since, spec.max_time_s - worked_s);
  if (phase.name === 'starting') add('start', phase.since, times.start_time_s);
  if (phase.name === 'idle') add('idle', phase.since, times.idle_time_s);
  const holds = phase.name === 'paused' || (phase.name === 'queued' && limit !== null);
  if (holds && process && process.stage !== 'leaving') add('release', phase.since, times.idle_time_s);
  const oldest = session.asks.find(({ answer }) => answer === null);
  if (oldest && times.answer_time_s !== null) add('answer', oldest.open_since, times.answer_time_s);
  found.push(...turnDeadlines(session, times));
  return found;
}

/** Deadlines that end a turn without progress. */
function turnDeadlines(session: Session, times: Times): Deadline[] {
  const { phase, retrying, attention } = session;
  const found: Deadline[] = [];
  if (isQuiet(session) && !session.attention.includes('stalled'))
    found.push(deadline('silence', session.last_activity_at, times.silence_time_s));
  const isShown = attention.includes('limit') || attention.includes('stalled');
  if (retrying && phase.name === 'working' && !isShown)
    found.push(deadline('retrying', retrying.since, retryingTime));
  if ('interrupt' in phase && phase.interrupt && !phase.interrupt.overdue)
    found.push(deadline('interrupt', phase.interrupt.since, times.interrupt_time_s));
  return found;
}

function deadline(kind: DeadlineKind, since: string, seconds: number): Deadline {
  return { kind, at: Date.parse(since) + seconds * 1_000 };
}
