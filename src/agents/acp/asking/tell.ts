/** Sends an answer to the asker: an agent over the protocol, or a hook. */
import { answerHook } from '../hook-answer.ts';
import type { AcpStep, Asker } from '../state.ts';
import { resultLine, type RequestId } from '../wire.ts';
import { oneLine } from '../words.ts';

/** The protocol's answer to a request in a cancelled turn. */
export const cancelled = { outcome: { outcome: 'cancelled' } };

/** @param denied null to allow the call, else the reason */
export function tell(step: AcpStep, asker: Asker, denied: string | null, title = ''): AcpStep {
  const answers = step.answers ?? [];
  if (asker.kind === 'hook')
    return { ...step, answers: [...answers, answerHook(step.state, asker.name, denied)] };
  if (denied !== null) return { ...step, send: [...step.send, refusal(asker)] };
  if (asker.allow !== null) return { ...step, send: [...step.send, selected(asker.id, asker.allow)] };
  const text = `${step.state.agent} offers no way to allow "${oneLine(title)}" once, so the call was refused`;
  return {
    ...step,
    events: [...step.events, { type: 'notice', level: 'warning', text }],
    send: [...step.send, refusal(asker)],
  };
}

function selected(id: RequestId, optionId: string): string {
  return resultLine(id, { outcome: { outcome: 'selected', optionId } });
}

function refusal({ id, deny }: Extract<Asker, { kind: 'agent' }>): string {
  return deny === null ? resultLine(id, cancelled) : selected(id, deny);
}
