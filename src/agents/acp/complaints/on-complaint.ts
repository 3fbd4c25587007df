/** Folds an agent's reports of failed model requests outside the protocol. */
import { keepStart } from '../../../base/cut-text.ts';
import type { Fields } from '../../fields.ts';
import { retry } from '../message.ts';
import { quirksOf } from '../quirks.ts';
import { inTurn, stay, type AcpState, type AcpStep } from '../state.ts';
import { begun } from '../turn.ts';
import type { Complaint } from './complaint.ts';

/**
 * Folds one line of standard error. Most lines do not concern the model, and lines outside a turn do not concern a
 * turn.
 */
export function onStderr(state: AcpState, line: string): AcpStep {
  return complain(state, quirksOf(state.quirks).stderr_complaint?.(keepStart(line, maximumLine)) ?? null);
}

/** Folds a notification specific to the agent. */
export function onOwnNotification(state: AcpState, method: string, params: Fields): AcpStep {
  const read = quirksOf(state.quirks).notified_complaint;
  return complain(state, read?.method === method ? read.complaintOf(params) : null);
}

/** Characters of a line that are read. */
const maximumLine = 4_000;

function complain(state: AcpState, complaint: Complaint | null): AcpStep {
  const { phase } = state;
  if (complaint === null || phase.kind !== 'turn') return stay(state);
  const start = begun(phase.turn);
  const complaints = start.turn.complaints + 1;
  const turn = { ...start.turn, complaints };
  if (!complaint.certain && complaints < 2) return inTurn(state, turn, ...start.events);
  const again = retry(turn, complaint.error, complaint);
  return inTurn(state, again.turn, ...start.events, ...again.events);
}
