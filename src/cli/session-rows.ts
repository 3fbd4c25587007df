import type { SessionView } from '../contract/session.ts';
import { age } from './age.ts';
import type { Paint } from './paint.ts';
import { silenceShown, silenceText } from './silence-text.ts';
import { padLeft, padRight, widestOf } from './text/columns.ts';
import { fitLine } from './text/fit-line.ts';
import { markOf } from './text/marks.ts';
import { unchangedText } from './unchanged-text.ts';
import { waitingText } from './waiting-text.ts';

/** One line for each session of a list: status, id, name, what needs a person or why it failed, cost, age. */
export function sessionRows(
  sessions: readonly SessionView[],
  paint: Paint,
  now: number,
  width: number,
): string[] {
  const room = Math.max(20, width - fixed);
  const widest = widestOf(
    sessions.map(({ name }) => name),
    Math.max(12, Math.floor(room * 0.45)),
  );
  return sessions.map((session) => sessionRow(session, paint, now, { room, name: widest }));
}

/** Columns that a row takes beside the name and the hint: status, id, cost, age, and what stands between them. */
const fixed = 39;

/** @param columns for name and hint together, and for the name */
function sessionRow(
  session: SessionView,
  paint: Paint,
  now: number,
  columns: { room: number; name: number },
): string {
  const { sign, tone } = markOf(session.status);
  const cost = session.stats.cost_usd > 0 ? `$${session.stats.cost_usd.toFixed(2)}` : '';
  const name = padRight(fitLine(session.name, columns.name), columns.name);
  const hint = paint(
    fitLine(hintOf(session, now), columns.room - columns.name - 2),
    session.attention.length > 0 ? 'attention' : 'quiet',
  );
  const right = `${padLeft(cost, 7)} ${padLeft(age(session.last_activity_at, now), 4)}`;
  return `${paint(`${sign} ${padRight(session.status, 9)}`, tone)} ${paint(session.id, 'quiet')}  ${padRight(`${name} ${hint}`, columns.room)} ${paint(right, 'quiet')}`;
}

/** Returns the most useful detail besides the status. */
function hintOf(session: SessionView, now: number): string {
  const { reason, attention, waiting } = session;
  if (attention.includes('approval')) return 'needs an approval';
  if (attention.includes('question')) return 'asks a question';
  if (reason !== null) return reason;
  if (waiting) return waiting.kind === 'slots' ? `waits: ${waiting.text}` : waitingText(waiting);
  const silence = silenceText(session, now, silenceShown);
  // It is more specific than the attention that it raised.
  const needs =
    silence === null ? attention : attention.filter((kind) => kind !== 'limit' && kind !== 'stalled');
  const notes = [...needs, ...(silence === null ? [] : [silence])];
  return notes.length > 0 ? notes.join(', ') : stateOf(session);
}

function stateOf(session: SessionView): string {
  const { status, phase, restored, outcome, stats } = session;
  const unchanged = unchangedText(session);
  if (unchanged !== undefined) return unchanged === '' ? 'no changes' : `no changes: ${unchanged}`;
  if (outcome?.kind === 'completed' && outcome.evidence.statement) return outcome.evidence.statement;
  if (phase === 'queued') return 'waits for a slot';
  if (phase === 'paused' && stats.turns === 0) return 'draft';
  if (phase === 'paused' || phase === 'proving' || phase === 'stopping') return phase;
  return restored && status !== 'completed' ? 'restored' : '';
}
