/** Turns a call that a hook asks about into a call of the protocol, and asks about it. */
import { keepStart } from '../../base/cut-text.ts';
import type { HookedCall } from '../agent.ts';
import { onAskedCall } from './calls.ts';
import { entryOf, fieldsOf, parseFields, textOf, type Fields } from '../fields.ts';
import { answerHook } from './hook-answer.ts';
import type { HookDialect } from './hooks/hook.ts';
import { patchedFiles, type PatchedFile } from './hooks/patch.ts';
import { pause } from './message.ts';
import { askAbout, placeOf } from './asking/ask-about.ts';
import { quirksOf, type Quirks } from './quirks.ts';
import { readingsOf, type Reading } from './reading.ts';
import { emptyToolCall, joined, partialToolCallOf, type PartialToolCall } from './partial-tool-call.ts';
import type { AcpState, AcpStep, Turn } from './state.ts';
import { begun } from './turn.ts';

export function onHookedCall(state: AcpState, { number, name, text }: HookedCall): AcpStep {
  const { phase } = state;
  const quirks = quirksOf(state.quirks);
  const dialect = quirks.hook;
  // Only an agent that was started with a hook has a dialect; another program may have written the file.
  if (!dialect) return { state, events: [], send: [] };
  const refuse = (why: string): AcpStep => ({
    state,
    events: [],
    send: [],
    answers: [answerHook(state, name, why)],
  });
  if (phase.kind !== 'turn' || phase.turn.stage === 'cancelling') return refuse('no turn is under way');
  if (text === undefined) return refuse('the call is too long to be judged');
  const told = parseFields(text);
  const tool = told && textOf(told[dialect.fields.tool]);
  if (!told || tool === null) return refuse('the call cannot be read');

  const start = begun(phase.turn);
  const { call, readings, sketch } = read(state, dialect, told, tool);
  const own = dialect.fields.id === null ? null : textOf(told[dialect.fields.id]);
  const known = own ?? unaskedCall(start.turn, sketch);
  const tool_call = known ?? `hook ${number}`;
  const heard =
    known === null
      ? { turn: start.turn, events: [] }
      : onAskedCall(pause(start.turn), { ...call, toolCallId: known }, state.cwd, quirks);
  return askAbout(state, heard.turn, [...start.events, ...heard.events], {
    asker: { kind: 'hook', name },
    tool_call: keepStart(tool_call, 200),
    readings,
    place: placeOf(sketch, state.cwd),
  });
}

interface Read {
  call: Fields;
  sketch: PartialToolCall;
  readings: readonly Reading[];
}

function read(state: AcpState, dialect: HookDialect, told: Fields, tool: string): Read {
  const { cwd } = state;
  const quirks = quirksOf(state.quirks);
  const input = fieldsOf(told[dialect.fields.input]);
  const kind = entryOf(dialect.tools, tool);
  const patch = kind === 'patch' ? patchedFiles(textOf(input['command']) ?? '') : null;
  if (patch) return readPatch(patch, tool, cwd, quirks);
  const mcp = kind === undefined ? dialect.mcpTool(tool) : null;
  const call = callOf(tool, input, { kind: kind ?? 'other', mcp, command: dialect.commands?.[tool] });
  // A hook gets the whole call, so earlier parts are not needed.
  const sketch = joined(emptyToolCall, partialToolCallOf(call, cwd, quirks));
  if (kind === 'note') return { call, sketch, readings: [{ tool: 'TodoWrite', title: tool, input }] };
  return { call, sketch, readings: readingsOf(sketch, call, cwd, quirks) };
}

function readPatch(files: readonly PatchedFile[], tool: string, cwd: string, quirks: Quirks): Read {
  const diff = files.map(({ text }) => text).join('\n');
  const locations = files.map(({ path }) => ({ path }));
  const call = { kind: 'edit', title: tool, locations, rawInput: { diff } };
  const sketch = joined(emptyToolCall, partialToolCallOf(call, cwd, quirks));
  return { call, sketch, readings: files.map((file) => patchReading(file, cwd)) };
}

function callOf(
  tool: string,
  input: Fields,
  { kind, mcp, command }: { kind: string; mcp: string | null; command: string | undefined },
): Fields {
  const path = textOf(input['path']) ?? textOf(input['file_path']) ?? textOf(input['filePath']);
  const newText = ['new_str', 'new_string', 'file_text', 'content'].find((key) => input[key] !== undefined);
  const diff = {
    type: 'diff',
    path,
    oldText: input['old_str'] ?? input['old_string'] ?? '',
    newText: newText === undefined ? '' : input[newText],
  };
  return {
    kind: kind === 'note' || kind === 'patch' ? 'other' : kind,
    name: mcp ?? tool,
    title: tool,
    rawInput: command === undefined ? input : { ...input, command: input[command] },
    content: kind === 'edit' && path !== null ? [diff] : [],
  };
}

function patchReading({ path, text }: PatchedFile, cwd: string): Reading {
  const file_path = path.startsWith('/') ? path : `${cwd}/${path}`;
  const title = file_path.startsWith(`${cwd}/`) ? file_path.slice(cwd.length + 1) : file_path;
  return { tool: 'Edit', title, input: { file_path, diff: text } };
}

/** Finds the call of the protocol that a hook without ids is about: a similar one that was not asked about. */
function unaskedCall(turn: Turn, sketch: PartialToolCall): string | null {
  const isAsked = (id: string) =>
    Object.values(turn.asked).some(({ tool_call }) => tool_call === id) ||
    turn.settled.some(({ tool_call }) => tool_call === id);
  const found = Object.entries(turn.calls).find(
    ([id, call]) =>
      call.stage !== 'finished' &&
      !isAsked(id) &&
      call.sketch.command === sketch.command &&
      call.sketch.url === sketch.url &&
      sketch.paths.every((path) => call.sketch.paths.includes(path)),
  );
  return found?.[0] ?? null;
}
