/** The lines that are written to Claude Code. */
import type { ClaudeState } from './state.ts';

/** @param id the message's uuid: sent again, live or after a resume, it is not taken twice. */
export function promptLine(id: string, text: string): string {
  return JSON.stringify({ type: 'user', message: { role: 'user', content: text }, uuid: id });
}

export function answerLine(request: string, response: object): string {
  return controlResponse({ subtype: 'success', request_id: request, response });
}

export function refusalLine(request: string, error: string): string {
  return controlResponse({ subtype: 'error', request_id: request, error });
}

/** A request of ours, with the state that waits for its answer. */
export function requestLine(
  state: ClaudeState,
  subtype: ClaudeState['requested'][string],
  more: object = {},
): { state: ClaudeState; line: string } {
  const id = `fairlead-${state.next_request}`;
  return {
    state: {
      ...state,
      next_request: state.next_request + 1,
      requested: { ...state.requested, [id]: subtype },
    },
    line: JSON.stringify({ type: 'control_request', request_id: id, request: { subtype, ...more } }),
  };
}

export function hookAnswerLine(
  request: string,
  decision: 'allow' | 'deny' | 'ask',
  reason: string,
  more: { updatedInput?: unknown } = {},
  beside: { continue?: false; stopReason?: string } = {},
): string {
  return answerLine(request, { ...beside, ...hookOutput(decision, reason, more) });
}

/** What a PreToolUse hook returns. */
export function hookOutput(
  permissionDecision: 'allow' | 'deny' | 'ask',
  permissionDecisionReason: string,
  more: { updatedInput?: unknown } = {},
): object {
  return {
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision,
      permissionDecisionReason,
      ...more,
    },
  };
}

function controlResponse(response: object): string {
  return JSON.stringify({ type: 'control_response', response });
}
