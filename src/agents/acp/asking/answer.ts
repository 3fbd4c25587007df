/** Answers an asker: allowed when all its questions are allowed, denied with the first that is not. */
import { shorten } from '../../../base/cut-text.ts';
import type { AgentEvent, PermissionAnswer } from '../../../contract/agent-event.ts';
import type { HookAnswer } from '../../agent.ts';
import { entryOf } from '../../fields.ts';
import { denyHooks } from '../hook-answer.ts';
import { cancelLine, inTurn, stay, type AcpState, type AcpStep, type AcpAsk, type Turn } from '../state.ts';
import { resultLine } from '../wire.ts';
import { askedBy, withdrawn, without, withSettled } from './asked.ts';
import { cancelled, tell } from './tell.ts';

/** The question was withdrawn meanwhile: the answer has no effect. */
export function answer(state: AcpState, request: string, given: PermissionAnswer): AcpStep {
  const { phase } = state;
  const asked = phase.kind === 'turn' ? entryOf(phase.turn.asked, request) : undefined;
  if (phase.kind !== 'turn' || !asked) return stay(state);
  switch (given.kind) {
    case 'allow':
      return allow(state, phase.turn, request, asked);
    case 'deny':
      return deny(state, phase.turn, request, asked, given);
    case 'ask':
      throw new Error(`"ask" answers a preflight only, and ${request} is none`);
  }
}

/** Answers all pending questions, because the turn is being cancelled. */
export function cancelAsked(state: AcpState, turn: Turn): Cancelled {
  const ids = new Set(
    Object.values(turn.asked).flatMap(({ asker }) => (asker.kind === 'agent' ? [asker.id] : [])),
  );
  return {
    turn: { ...turn, asked: {} },
    events: Object.keys(turn.asked).map(withdrawn),
    send: [...ids].map((id) => resultLine(id, cancelled)),
    answers: denyHooks(state, turn, 'the turn was cancelled'),
  };
}

interface Cancelled {
  turn: Turn;
  events: AgentEvent[];
  send: string[];
  answers: HookAnswer[];
}

/** Maximum characters of the reason of a denied call. */
const maximumReason = 1_000;
/** Maximum number of listed denials. */
const maximumDenials = 10;

/** Allows a call once only: a permission that an agent remembers would bypass later changes of the policy. */
function allow(state: AcpState, turn: Turn, request: string, asked: AcpAsk): AcpStep {
  const answered = withSettled(turn, asked, null);
  const rest = without(answered, [request]);
  if (askedBy(rest, asked.asker).length > 0) return inTurn(state, rest);
  return tell(inTurn(state, rest), asked.asker, null, asked.title);
}

function deny(
  state: AcpState,
  turn: Turn,
  request: string,
  asked: AcpAsk,
  { message, interrupt }: Extract<PermissionAnswer, { kind: 'deny' }>,
): AcpStep {
  const others = askedBy(turn, asked.asker).filter((other) => other !== request);
  const reason = shorten(message, maximumReason);
  // The answer to a hook contains the reason; the answer to a request does not.
  const denials =
    asked.asker.kind === 'hook' ? turn.denials : denialsWith(turn, `${asked.title} (${reason})`);
  const denied = { ...without(withSettled(turn, asked, reason), [request, ...others]), denials };
  if (!interrupt) return tell(inTurn(state, denied, ...others.map(withdrawn)), asked.asker, reason);

  const { turn: stopped, events, send, answers } = cancelAsked(state, { ...denied, stage: 'cancelling' });
  const step = tell(inTurn(state, stopped, ...others.map(withdrawn), ...events), asked.asker, reason);
  return {
    ...step,
    send: [...step.send, ...cancelLines(state), ...send],
    answers: [...(step.answers ?? []), ...answers],
  };
}

function denialsWith({ denials }: Turn, denial: string): string[] {
  return denials.includes(denial) ? denials : [...denials, denial].slice(-maximumDenials);
}

function cancelLines({ phase }: AcpState): string[] {
  return phase.kind === 'turn' ? [cancelLine(phase.session)] : [];
}
