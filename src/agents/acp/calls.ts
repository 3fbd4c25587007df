/** Tool calls in progress: announced once, when enough is known of them, and finished once. */
import { keepEnd, keepStart } from '../../base/cut-text.ts';
import type { AgentEvent } from '../../contract/agent-event.ts';
import { entryOf, fieldsOf, textOf, type Fields } from '../fields.ts';
import type { Quirks } from './quirks.ts';
import { summaryOf } from './reading.ts';
import {
  bounded,
  isTelling,
  joined,
  replaced,
  partialToolCallOf,
  type PartialToolCall,
} from './partial-tool-call.ts';
import type { Call, Turn } from './state.ts';

/** Maximum number of remembered calls; more than any agent was seen to make at the same time. */
const maximumCalls = 32;
/** Maximum characters of a call's output that are kept until it is finished. */
const maximumOutput = 4_000;

export interface Heard {
  turn: Turn;
  events: AgentEvent[];
}

/** Reads a `tool_call` or a `tool_call_update`; some agents start with the latter. */
export function onCall(turn: Turn, update: Fields, cwd: string, quirks: Quirks): Heard {
  const id = callId(update);
  const known = entryOf(turn.calls, id);
  if (known?.stage === 'finished') return { turn, events: [] };
  const status = textOf(update['status']);
  const isOver = status === 'completed' || status === 'failed';
  const sketch = mergedToolCall(known, update, cwd, quirks);
  const isTold = known?.stage === 'open';
  const isWhole = !quirks.streams_input || status !== 'pending';
  const tells = isTold || isOver || status === 'in_progress' || (isWhole && isTelling(sketch, update));

  const output = outputWith(known, update, isOver);
  const call: Call = {
    stage: isOver ? 'finished' : tells ? 'open' : 'held',
    sketch: bounded(sketch),
    output: isOver ? '' : keepEnd(output, maximumOutput),
  };
  const events: AgentEvent[] = tells && !isTold ? [called(id, sketch, update, cwd, quirks)] : [];
  if (isOver) events.push({ type: 'tool_finished', tool_call: id, passed: status === 'completed', output });
  const room = known ? { turn, events: [] } : makeRoom(turn);
  return {
    turn: {
      ...room.turn,
      calls: { ...room.turn.calls, [id]: call },
    },
    events: [...room.events, ...events],
  };
}

/** The content of a call at its announcement is not its output. */
function outputWith(known: Call | undefined, update: Fields, isOver: boolean): string {
  const shown = update['sessionUpdate'] === 'tool_call_update' || isOver ? outputOf(update) : undefined;
  return shown ?? `${known?.output ?? ''}${pieceOf(update)}`;
}

/** Announces a call whose permission is requested, if it was not announced. */
export function onAskedCall(
  turn: Turn,
  call: Fields,
  cwd: string,
  quirks: Quirks,
): Heard & { sketch: PartialToolCall } {
  const sketch = mergedToolCall(entryOf(turn.calls, callId(call)), call, cwd, quirks);
  const heard = onCall(turn, { ...call, status: 'in_progress' }, cwd, quirks);
  return { ...heard, sketch };
}

/** Merges the known parts of a call with an update. */
function mergedToolCall(
  known: Call | undefined,
  update: Fields,
  cwd: string,
  quirks: Quirks,
): PartialToolCall {
  const now = partialToolCallOf(update, cwd, quirks);
  if (!known) return now;
  return known.stage === 'held' && quirks.streams_input
    ? replaced(known.sketch, now, update, quirks)
    : joined(known.sketch, now);
}

/** Closes unfinished calls at the end of the turn; no more updates will follow. */
export function closeCalls(turn: Turn): Heard {
  const events = Object.entries(turn.calls)
    .filter(([, { stage }]) => stage === 'open')
    .map(([id, { output }]) => unfinished(id, output));
  return { turn: { ...turn, calls: {} }, events };
}

/** The agent's own id of a call. */
export function callId(call: Fields): string {
  return keepStart(textOf(call['toolCallId']) ?? '', 200);
}

function called(
  id: string,
  sketch: PartialToolCall,
  update: Fields,
  cwd: string,
  quirks: Quirks,
): AgentEvent {
  const { tool, title, input } = summaryOf(sketch, update, cwd, quirks);
  return { type: 'tool_called', tool_call: id, tool, title, input, parent: null };
}

function unfinished(id: string, output: string): AgentEvent {
  return { type: 'tool_finished', tool_call: id, passed: false, output };
}

/** Forgets a call if there are too many: a finished one, else the oldest. */
function makeRoom(turn: Turn): Heard {
  const entries = Object.entries(turn.calls);
  if (entries.length < maximumCalls) return { turn, events: [] };
  const [id, call] = entries.find(([, { stage }]) => stage === 'finished') ?? entries[0] ?? [];
  if (id === undefined || !call) return { turn, events: [] };
  const { [id]: _forgotten, ...calls } = turn.calls;
  return {
    turn: { ...turn, calls },
    events: call.stage === 'open' ? [unfinished(id, call.output)] : [],
  };
}

/** Fields of a raw output that contain its text. */
const outputFields = ['output', 'text', 'content', 'message', 'error'];

/** @returns the whole output so far, or undefined if the update has none */
function outputOf(update: Fields): string | undefined {
  const raw = update['rawOutput'];
  if (typeof raw === 'string' && raw !== '') return raw;
  const fields = fieldsOf(raw);
  const told = outputFields.map((field) => textOf(fields[field])).find((text) => text !== null);
  if (told !== undefined) return told;
  return textIn(update['content']) ?? textIn(fieldsOf(fields['result'])['content']);
}

function textIn(content: unknown): string | undefined {
  if (!Array.isArray(content)) return undefined;
  return content
    .map(fieldsOf)
    .map((part) => textOf(part['text']) ?? textOf(fieldsOf(part['content'])['text']))
    .filter((part) => part !== null)
    .join('\n');
}

/** Codex and pi send the output of a command in pieces. */
function pieceOf(update: Fields): string {
  const meta = fieldsOf(update['_meta']);
  const pieces = ['terminal_output_delta', 'terminal_output'].map((field) => fieldsOf(meta[field])['data']);
  return pieces.map(textOf).find((text) => text !== null) ?? '';
}
