/** Folds what an agent tells of failed requests to its model beside the protocol. */
import { keepStart } from '../../../base/cut-text.ts';
import type { Fields } from '../../fields.ts';
import { retry } from '../message.ts';
import { quirksOf } from '../quirks.ts';
import { inTurn, stay, type AcpState, type AcpStep } from '../state.ts';
import { begun } from '../turn.ts';
import type { Complaint } from './complaint.ts';

/** Folds one line of the standard error. Most say nothing of the model, and those outside of a turn are about no turn. */
export function onStderr(state: AcpState, line: string): AcpStep {
  return complain(state, quirksOf(state.quirks).stderr_complaint?.(keepStart(line, maximumLine)) ?? null);
}

/** Folds a notification of the agent's own. */
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
