import { printableLine } from '../base/printable.ts';
import type { SessionView, Status } from '../contract/session.ts';
import { age } from './age.ts';
import type { Paint, Tone } from './paint.ts';
import { silenceShown, silenceText } from './silence-text.ts';
import { unchangedText } from './unchanged-text.ts';
import { waitingText } from './waiting-text.ts';

const marks: Record<Status, { icon: string; tone: Tone }> = {
  starting: { icon: '○', tone: 'quiet' },
  running: { icon: '●', tone: 'busy' },
  completed: { icon: '✓', tone: 'good' },
  failed: { icon: '✕', tone: 'bad' },
};

/** Formats one line of a list: status, id, name, attention or failure, cost, age. */
export function sessionRow(session: SessionView, paint: Paint, now: number, width: number): string {
  const { icon, tone } = marks[session.status];
  const cost = session.stats.cost_usd > 0 ? `$${session.stats.cost_usd.toFixed(2)}` : '';
  const right = `${cost.padStart(7)} ${age(session.last_activity_at, now).padStart(4)}`;
  const room = Math.max(20, width - 27 - right.length);
  const name = printableLine(session.name, Math.max(12, Math.floor(room * 0.45)));
  const rest = printableLine(hintOf(session, now), Math.max(8, room - name.length - 2));
  const hint = session.attention.length > 0 ? paint(rest, 'attention') : paint(rest, 'quiet');
  const pad = ' '.repeat(Math.max(1, room - name.length - rest.length - 1));
  return `${paint(`${icon} ${session.status.padEnd(9)}`, tone)} ${paint(session.id, 'quiet')}  ${name} ${hint}${pad} ${paint(right, 'quiet')}`;
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
