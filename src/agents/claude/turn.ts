/**
 * Begins and ends turns. A prompt is followed by its `command_lifecycle`; a turn that Claude Code begins on its own,
 * because a sub-agent is done or a torn turn continues, shows by its `init`. A `result` is not the end: sub-agents
 * continue in the background and cause another one. Idle is the end, and the last result says how the turn went.
 */
import type { AgentEvent } from '../../contract/agent-event.ts';
import { entryOf, textOf, type Fields } from '../fields.ts';
import { turnResultOf, wordsOf } from './result.ts';
import { readyEvent, stay, without, type ClaudeState, type ClaudeStep } from './state.ts';
import { spendingOf } from './usage.ts';

export function onLifecycle(state: ClaudeState, message: Fields): ClaudeStep {
  const told: ClaudeState = { ...state, tells: { ...state.tells, lifecycle: true } };
  const prompt = textOf(message['command_uuid']) ?? '';
  const known = entryOf(state.prompts, prompt);
  if (known === undefined) return stay(told);
  switch (message['state']) {
    case 'started':
      return begin({ ...told, prompts: { ...told.prompts, [prompt]: 'begun' } }, prompt);
    case 'completed': {
      const done = { ...told, prompts: without(told.prompts, prompt) };
      // Done without having begun: an earlier process of this conversation had taken it.
      return known === 'sent' ? begin(done, prompt) : stay(done);
    }
    case 'cancelled':
      return stay({ ...told, prompts: without(told.prompts, prompt) });
    default:
      return stay(told);
  }
}

export function onState(state: ClaudeState, message: Fields): ClaudeStep {
  const told: ClaudeState = { ...state, tells: { ...state.tells, states: true } };
  return message['state'] === 'idle' ? end(told) : stay(told);
}

/** Every turn starts with `init`. */
export function onInit(state: ClaudeState, message: Fields): ClaudeStep {
  const told = { ...state, version: textOf(message['claude_code_version']) ?? state.version };
  const moved = move(told, message);
  if (state.phase.kind === 'turn') return moved;
  // Without a lifecycle, turns take the prompts in order.
  const [prompt] = state.tells.lifecycle ? [] : Object.keys(state.prompts);
  const prompts = prompt === undefined ? state.prompts : without(state.prompts, prompt);
  const begun = begin({ ...moved.state, prompts }, prompt ?? null);
  return { ...begun, events: [...moved.events, ...begun.events] };
}

export function onResult(state: ClaudeState, message: Fields): ClaudeStep {
  const moved = move(state, message);
  const { totals, events: spending } = spendingOf(state, message);
  const spent = { ...moved.state, totals };
  const events = [...moved.events, ...spending];
  if (state.phase.kind !== 'turn') {
    // A failed start: an unknown conversation, a broken configuration. The process then exits.
    const failed = message['is_error'] === true;
    return stay(spent, ...events, ...(failed ? [failedStart(wordsOf(message))] : []));
  }
  const result = turnResultOf(message, state.phase.error);
  const step = stay({ ...spent, phase: { kind: 'turn', result, error: null } }, ...events);
  if (state.tells.states) return step;
  const ended = end(step.state);
  return { ...ended, events: [...step.events, ...ended.events] };
}

function begin(state: ClaudeState, prompt: string | null): ClaudeStep {
  const phase =
    state.phase.kind === 'turn' ? state.phase : ({ kind: 'turn', result: null, error: null } as const);
  // A torn turn can continue before the opening request is answered.
  const opening = state.phase.kind === 'opening' ? [readyEvent(state)] : [];
  return stay({ ...state, phase }, ...opening, { type: 'turn_started', prompt_id: prompt });
}

/** A conversation can continue under another id, for example after `/clear`. That id is the one to resume. */
function move(state: ClaudeState, message: Fields): ClaudeStep {
  const conversation = textOf(message['session_id']) ?? state.conversation;
  if (state.phase.kind === 'opening' || conversation === state.conversation) return stay(state);
  const moved = { ...state, conversation };
  return stay(moved, readyEvent(moved));
}

function end(state: ClaudeState): ClaudeStep {
  if (state.phase.kind !== 'turn') return stay(state);
  const withdrawn = Object.keys(state.asked).map((request): AgentEvent => ({
    type: 'permission_withdrawn',
    request,
  }));
  // A prompt in flight stays known; it begins the next turn.
  const sent = Object.entries(state.prompts).filter(([, progress]) => progress === 'sent');
  const idle: ClaudeState = {
    ...state,
    phase: { kind: 'idle' },
    asked: {},
    elsewhere: {},
    prompts: Object.fromEntries(sent),
  };
  const result = state.phase.result ?? ({ kind: 'interrupted' } as const);
  return stay(idle, ...withdrawn, { type: 'turn_ended', result });
}

function failedStart(reason: string): AgentEvent {
  const failure = reason.startsWith('No conversation found') ? 'conversation' : 'agent';
  return { type: 'start_failed', failure, reason };
}
