/**
 * Questions about a call. A call with several files becomes several questions, so that the policy judges each of
 * them.
 *
 * An agent may ask about one call twice, by a hook and over the protocol. The second question gets the answer of the
 * first, if it is about exactly the same.
 */
import { shorten } from '../../../base/cut-text.ts';
import type { AgentEvent } from '../../../contract/agent-event.ts';
import { callId } from '../calls.ts';
import { entryOf, type Fields } from '../../fields.ts';
import { quirksOf } from '../quirks.ts';
import { isQuestion, readingsOf, type Reading } from '../reading.ts';
import type { PartialToolCall } from '../partial-tool-call.ts';
import { inTurn, type AcpState, type AcpStep, type Asker, type Turn } from '../state.ts';
import { askedBy, settledBefore, withdrawn, without } from './asked.ts';
import { tell } from './tell.ts';

/** Maximum number of pending questions; further ones are refused. */
const maximumAsked = 200;
/** Maximum characters of a call's title in a denial to the agent. */
const maximumTitle = 300;

export interface AskedCall {
  asker: Asker;
  tool_call: string;
  readings: readonly Reading[];
  /** The directory of the call, if it is not the workspace. */
  place: { cwd?: string };
}

/** Asks the policy about a call, or answers at once if it is already decided. */
export function askAbout(state: AcpState, turn: Turn, before: AgentEvent[], call: AskedCall): AcpStep {
  const { asker, tool_call, readings, place } = call;
  const keys = readings.map((reading) => keyOf(reading, place));
  const settled = settledBefore(turn, { asker, tool_call, keys });
  if (settled) {
    const rest = { ...turn, settled: turn.settled.filter((one) => one !== settled) };
    return tell(inTurn(state, rest, ...before), asker, settled.denied);
  }
  if (Object.keys(turn.asked).length + readings.length > maximumAsked) {
    const text = `${state.agent} has ${maximumAsked} open permission requests; more are refused`;
    const step = inTurn(state, turn, ...before, { type: 'notice', level: 'error', text });
    return tell(step, asker, 'too many requests are open');
  }
  const requests = turn.requests + 1;
  const name = `${turn.prompt_id}/${requests}`;
  // Two questions with one id: an answer to the first would be taken for the second.
  const doubled = askedBy(turn, asker);
  const asked = { ...without(turn, doubled).asked };
  const events: AgentEvent[] = [...before, ...doubled.map(withdrawn)];
  for (const [index, reading] of readings.entries()) {
    const request = readings.length > 1 ? `${name}/${index + 1}` : name;
    const { tool, title, input } = reading;
    const key = keys[index] ?? '';
    asked[request] = { asker, tool_call, key, title: shorten(`${tool}: ${title}`, maximumTitle) };
    events.push({
      type: 'permission_asked',
      request,
      tool_call,
      tool,
      title,
      input,
      ...place,
      preflight: false,
      ...(readings.length > 1 && { pieces_of: name }),
      question: isQuestion(reading),
    });
  }
  return inTurn(state, { ...turn, asked, requests }, ...events);
}

/** Returns the directory of the call, if it is not the workspace. */
export function placeOf({ directory }: PartialToolCall, workspace: string): { cwd?: string } {
  if (directory === null || directory === workspace) return {};
  return { cwd: directory.startsWith('/') ? directory : `${workspace}/${directory}` };
}

/**
 * Handles a new description of a call after its question: if the description differs, the questions are withdrawn and
 * asked again.
 */
export function askAgain(state: AcpState, turn: Turn, before: AgentEvent[], update: Fields): AcpStep {
  const id = callId(update);
  const sketch = entryOf(turn.calls, id)?.sketch;
  const open = Object.entries(turn.asked).filter(([, asked]) => asked.tool_call === id);
  const [, first] = open[0] ?? [];
  if (!sketch || !first || id === '') return inTurn(state, turn, ...before);
  const readings = readingsOf(sketch, update, state.cwd, quirksOf(state.quirks));
  const place = placeOf(sketch, state.cwd);
  const keys = readings.map((reading) => keyOf(reading, place));
  const known = new Set(open.map(([, { key }]) => key));
  if (keys.every((key) => known.has(key))) return inTurn(state, turn, ...before);
  const requests = open.map(([request]) => request);
  return askAbout(state, without(turn, requests), [...before, ...requests.map(withdrawn)], {
    asker: first.asker,
    tool_call: id,
    readings,
    place,
  });
}

/** Returns the key of a question, to recognise a second question about the same call, whose input cannot change. */
function keyOf({ tool, input }: Reading, { cwd }: { cwd?: string }): string {
  const { command, file_path, path, url } = input;
  const subject = [command, file_path, path, url].find((value) => typeof value === 'string') ?? input;
  return JSON.stringify([tool, subject, cwd]);
}
