/** Encodes requests as lines for Claude Code. */
import type { AgentRequest, PermissionAnswer } from '../../contract/agent-event.ts';
import { digestOf } from './digest.ts';
import { entryOf } from '../fields.ts';
import { without, type ClaudeAsk, type ClaudeState, type ClaudeStep } from './state.ts';
import { answerLine, hookAnswerLine, promptLine, requestLine } from './wire.ts';

export function encodeClaude(state: ClaudeState, request: AgentRequest): ClaudeStep {
  switch (request.type) {
    case 'prompt': {
      const prompts = { ...state.prompts, [request.prompt_id]: 'sent' } as const;
      return {
        state: { ...state, prompts },
        events: [],
        send: [promptLine(request.prompt_id, request.text)],
      };
    }
    case 'answer':
      return answer(state, request.request, request.answer);
    case 'interrupt':
      return ask(state, 'interrupt');
    case 'end':
      return ask(state, 'end_session', { reason: 'fairlead ends the session' });
  }
}

function ask(state: ClaudeState, subtype: 'interrupt' | 'end_session', more?: object): ClaudeStep {
  const { state: asking, line } = requestLine(state, subtype, more);
  return { state: asking, events: [], send: [line] };
}

/** The request was withdrawn meanwhile: the answer has no effect. */
function answer(state: ClaudeState, id: string, given: PermissionAnswer): ClaudeStep {
  const asked = entryOf(state.asked, id);
  if (!asked) return { state, events: [], send: [] };
  const answered = { ...state, asked: without(state.asked, id) };
  if (asked.kind === 'permission') return { state: answered, events: [], send: [permissionLine(id, given)] };
  // Only a request that is passed on is asked again.
  const elsewhere = given.kind === 'ask' ? state.elsewhere : without(state.elsewhere, asked.tool_call);
  return { state: { ...answered, elsewhere }, events: [], send: [preflightLine(id, given, asked)] };
}

function preflightLine(
  id: string,
  given: PermissionAnswer,
  asked: Extract<ClaudeAsk, { kind: 'preflight' }>,
): string {
  switch (given.kind) {
    case 'allow': {
      // An input is passed only if it changed: a tool that asks its user takes a given input for the user's
      // answer.
      const changed = digestOf(given.input) !== asked.input;
      return hookAnswerLine(id, 'allow', 'allowed by fairlead', changed ? { updatedInput: given.input } : {});
    }
    case 'deny': {
      const stop = { continue: false, stopReason: given.message } as const;
      return hookAnswerLine(id, 'deny', given.message, {}, given.interrupt ? stop : {});
    }
    case 'ask':
      return hookAnswerLine(id, 'ask', 'fairlead asks a person');
  }
}

/** Rules that Claude Code suggests are never accepted, because fairlead decides each time. */
function permissionLine(id: string, given: PermissionAnswer): string {
  switch (given.kind) {
    case 'allow':
      return answerLine(id, { behavior: 'allow', updatedInput: given.input });
    case 'deny':
      return answerLine(id, { behavior: 'deny', message: given.message, interrupt: given.interrupt });
    case 'ask':
      throw new Error(`"ask" answers a preflight only, and ${id} is none`);
  }
}
