/**
 * Requests and answers outside the conversation. Claude Code asks about every tool call twice: a PreToolUse hook asks
 * before Claude Code's own rules, so that fairlead also sees calls that the user's settings or Claude Code's list of
 * harmless commands would allow; `can_use_tool` asks after them, if the verdict was ask or a safety check insists.
 */
import type { AgentEvent } from '../../contract/agent-event.ts';
import { digestOf } from './digest.ts';
import { entryOf, fieldsOf, textOf, type Fields } from '../fields.ts';
import { readyEvent, stay, without, type ClaudeState, type ClaudeStep } from './state.ts';
import { oneLine, titleOf } from './title.ts';
import { hookAnswerLine, refusalLine, requestLine } from './wire.ts';

/** The callback id of fairlead's hook. */
export const preflightHook = 'fairlead-preflight';

/**
 * Tools that only a person can answer. There is nothing to decide before them, so their preflight is passed on at
 * once; an input given with an allow would be taken for the person's answer.
 */
export const questions: ReadonlySet<string> = new Set(['AskUserQuestion', 'ExitPlanMode']);

export function onRequest(state: ClaudeState, line: Fields): ClaudeStep {
  const id = textOf(line['request_id']);
  if (id === null) return stay(state, { type: 'unreadable', why: 'a control request without an id' });
  const request = fieldsOf(line['request']);
  if (request['subtype'] === 'can_use_tool') return permission(state, id, request);
  if (request['subtype'] === 'hook_callback' && request['callback_id'] === preflightHook)
    return preflight(state, id, fieldsOf(request['input']));
  const subtype = textOf(request['subtype']) ?? 'such a request';
  return { state, events: [], send: [refusalLine(id, `fairlead does not answer ${subtype}`)] };
}

export function onCancel(state: ClaudeState, line: Fields): ClaudeStep {
  const request = textOf(line['request_id']) ?? '';
  if (!entryOf(state.asked, request)) return stay(state);
  return stay({ ...state, asked: without(state.asked, request) }, { type: 'permission_withdrawn', request });
}

/** The response to a request of fairlead. */
export function onResponse(state: ClaudeState, line: Fields): ClaudeStep {
  const response = fieldsOf(line['response']);
  const id = textOf(response['request_id']) ?? '';
  const kind = entryOf(state.requested, id);
  if (kind === undefined) return stay(state);
  const answered: ClaudeState = { ...state, requested: without(state.requested, id) };
  const error = response['subtype'] === 'error' ? (textOf(response['error']) ?? 'no reason given') : null;
  if (kind === 'initialize') return opened(answered, fieldsOf(response['response']), error);
  return stay(answered, ...(error === null ? [] : [refused(kind, error)]));
}

function preflight(state: ClaudeState, id: string, hook: Fields): ClaudeStep {
  const tool = textOf(hook['tool_name']) ?? '';
  if (questions.has(tool))
    return { state, events: [], send: [hookAnswerLine(id, 'ask', 'a person answers')] };
  const input = hook['tool_input'] ?? {};
  const call = asking(id, tool, input, hook);
  const { tool_call } = call;
  const cwd = textOf(hook['cwd']) ?? state.cwd;
  const asked = { ...state.asked, [id]: { kind: 'preflight', input: digestOf(input), tool_call } as const };
  const elsewhere = cwd === state.cwd ? state.elsewhere : { ...state.elsewhere, [tool_call]: cwd };
  return stay(
    { ...state, asked, elsewhere },
    { ...call, ...(cwd !== state.cwd && { cwd }), preflight: true, question: false },
  );
}

function permission(state: ClaudeState, id: string, request: Fields): ClaudeStep {
  const tool = textOf(request['tool_name']) ?? '';
  const asked = { ...state.asked, [id]: { kind: 'permission' } as const };
  const call = asking(id, tool, request['input'] ?? {}, request);
  const cwd = entryOf(state.elsewhere, call.tool_call);
  const elsewhere = without(state.elsewhere, call.tool_call);
  return stay(
    { ...state, asked, elsewhere },
    {
      ...call,
      ...(cwd !== undefined && { cwd }),
      preflight: false,
      question: request['requires_user_interaction'] === true || questions.has(tool),
    },
  );
}

function asking(request: string, tool: string, input: unknown, fields: Fields) {
  const tool_call = textOf(fields['tool_use_id']) ?? request;
  return { type: 'permission_asked', request, tool_call, tool, title: titleOf(tool, input), input } as const;
}

function opened(state: ClaudeState, answer: Fields, error: string | null): ClaudeStep {
  const why =
    error ?? (answer['hooks_applied'] === false ? 'it did not take the hook that asks for permission' : null);
  if (why !== null) {
    // Without the hook tools would run without asking: ending the session is better than appearing to
    // supervise it.
    const end = requestLine(state, 'end_session', { reason: why });
    return { state: end.state, events: [refused('initialize', why)], send: [end.line] };
  }
  if (state.phase.kind !== 'opening') return stay(state);
  const idle: ClaudeState = {
    ...state,
    phase: { kind: 'idle' },
    version: textOf(answer['claude_code_version']),
  };
  return stay(idle, readyEvent(idle));
}

function refused(what: string, why: string): AgentEvent {
  const level = what === 'initialize' ? 'error' : 'warning';
  return { type: 'notice', level, text: `Claude Code refused to ${what.replace('_', ' ')}: ${oneLine(why)}` };
}
