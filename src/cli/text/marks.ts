import type { RunStatus, UnitStatus } from '../../contract/run.ts';
import type { Status } from '../../contract/session.ts';
import type { Finding } from '../context.ts';
import type { Paint, Tone } from '../paint.ts';

/** The sign before a status: one column wide, the same in every list and in every line of what happens. */
export interface Mark {
  sign: string;
  tone: Tone;
}

/** Statuses of sessions, runs, units and findings. A status has the same sign wherever it is shown. */
type Marked = Status | RunStatus | UnitStatus | Finding['state'];

export function markOf(status: Marked): Mark {
  return marks[status];
}

/** @returns the words with the sign of the status before them, in its colour */
export function marked(status: Marked, words: string, paint: Paint): string {
  const { sign, tone } = markOf(status);
  return paint(`${sign} ${words}`, tone);
}

const failed: Mark = { sign: '✗', tone: 'bad' };

const marks: Record<Marked, Mark> = {
  pending: { sign: '·', tone: 'quiet' },
  absent: { sign: '·', tone: 'quiet' },
  starting: { sign: '○', tone: 'quiet' },
  ready: { sign: '○', tone: 'quiet' },
  running: { sign: '●', tone: 'busy' },
  gate: { sign: '◐', tone: 'busy' },
  merging: { sign: '◑', tone: 'busy' },
  stopping: { sign: '◑', tone: 'busy' },
  paused: { sign: '‖', tone: 'attention' },
  needs_person: { sign: '?', tone: 'attention' },
  warning: { sign: '!', tone: 'attention' },
  completed: { sign: '✓', tone: 'good' },
  ok: { sign: '✓', tone: 'good' },
  unchanged: { sign: '=', tone: 'attention' },
  skipped: { sign: '–', tone: 'quiet' },
  not_chosen: { sign: '–', tone: 'quiet' },
  failed,
  stopped: failed,
  crashed: failed,
};
