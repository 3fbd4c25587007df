/** Handles updates during a turn. The same updates outside a turn replay an old conversation, and are ignored. */
import { onCall } from './calls.ts';
import { entryOf, fieldsOf, textOf, type Fields } from '../fields.ts';
import { askAgain } from './asking/ask-about.ts';
import { pause, retry, speak } from './message.ts';
import { quirksOf } from './quirks.ts';
import { inTurn, type AcpState, type AcpStep, type Turn } from './state.ts';
import { begun } from './turn.ts';
import { onCost, onPieceTokens } from './usage.ts';
import { oneLine } from './words.ts';

export function onUpdate(state: AcpState, turn: Turn, update: Fields): AcpStep {
  const handler = entryOf(handlers, textOf(update['sessionUpdate']) ?? '');
  return handler ? handler(state, turn, update) : inTurn(state, turn);
}

type Handler = (state: AcpState, turn: Turn, update: Fields) => AcpStep;

/** Other kinds, including new ones, are ignored. */
const handlers: Record<string, Handler> = {
  agent_message_chunk: (state, turn, update) => onPiece(state, turn, 'text', update),
  agent_thought_chunk: (state, turn, update) => onPiece(state, turn, 'thinking', update),
  tool_call: onToolCall,
  tool_call_update: onToolCall,
  plan: (state, turn) => {
    const start = begun(turn);
    return inTurn(state, pause(start.turn), ...start.events);
  },
  usage_update: (state, turn, update) => {
    const { spent, events } = onCost(state.spent, update);
    return inTurn({ ...state, spent }, pause(turn), ...events);
  },
  session_info_update: onSessionInfo,
  current_mode_update: onMode,
};

function onPiece(state: AcpState, turn: Turn, kind: 'text' | 'thinking', update: Fields): AcpStep {
  const start = begun(turn);
  const said = speak(start.turn, kind, update, quirksOf(state.quirks));
  return inTurn(state, said.turn, ...start.events, ...said.events, ...onPieceTokens(update));
}

function onToolCall(state: AcpState, turn: Turn, update: Fields): AcpStep {
  const start = begun(turn);
  const heard = onCall(
    { ...pause(start.turn), answered: false, complaints: 0 },
    update,
    state.cwd,
    quirksOf(state.quirks),
  );
  return askAgain(state, heard.turn, [...start.events, ...heard.events], update);
}

/** The title comes from the prompt and is not shown; Codex's fields beside it matter. */
function onSessionInfo(state: AcpState, turn: Turn, update: Fields): AcpStep {
  const error = fieldsOf(fieldsOf(fieldsOf(update['_meta'])['codex'])['error']);
  if (error['willRetry'] !== true) {
    const failing = turn.failing || quirksOf(state.quirks).says_failed(update);
    return inTurn(state, { ...turn, failing });
  }
  const message = textOf(error['message']) ?? 'the model failed';
  const of = /\d+\/(\d+)$/.exec(message)?.[1];
  const start = begun(turn);
  const words = oneLine(textOf(error['additionalDetails']) ?? message);
  const again = retry(start.turn, words, of === undefined ? {} : { of: Number(of) });
  return inTurn(state, again.turn, ...start.events, ...again.events);
}

/** An agent that leaves the mode that fairlead set may no longer ask. */
function onMode(state: AcpState, turn: Turn, update: Fields): AcpStep {
  const mode = textOf(update['currentModeId']);
  const asking = quirksOf(state.quirks).asking_mode;
  if (mode === null || asking === null || mode === asking) return inTurn(state, turn);
  const text = `${state.agent} went over to the mode ${oneLine(mode)}, in which it may act without asking`;
  return inTurn(state, turn, { type: 'notice', level: 'warning', text });
}
