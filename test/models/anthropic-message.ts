/** Turns a step into a message of the Anthropic Messages API, whole or as the events of a stream. */
import type { Step } from './script.ts';

export interface Message {
  id: string;
  type: 'message';
  role: 'assistant';
  model: string;
  content: Content[];
  stop_reason: 'end_turn' | 'tool_use' | 'refusal' | 'max_tokens' | null;
  stop_sequence: null;
  usage: Record<string, number>;
}

type Content =
  | { type: 'text'; text: string }
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'tool_use'; id: string; name: string; input: object };

/** An event of a stream. */
export type StreamEvent = { type: string } & Record<string, unknown>;

export function messageOf(step: Step, model: string, id: string): Message {
  const calls = [...(step.tool ? [{ tool: step.tool, input: step.input ?? {} }] : []), ...(step.tools ?? [])];
  const content: Content[] = [];
  if (step.thinking !== undefined)
    content.push({ type: 'thinking', thinking: step.thinking, signature: 'c2lnbmVk' });
  const text = step.text ?? (calls.length === 0 ? 'ok' : '');
  if (text !== '') content.push({ type: 'text', text });
  for (const [index, { tool, input }] of calls.entries())
    content.push({ type: 'tool_use', id: `toolu_${id.replace('msg_', '')}_${index + 1}`, name: tool, input });
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: step.stop ?? (calls.length > 0 ? 'tool_use' : 'end_turn'),
    stop_sequence: null,
    usage: {
      input_tokens: step.usage?.in ?? 100,
      cache_creation_input_tokens: step.usage?.cacheWrite ?? 0,
      cache_read_input_tokens: step.usage?.cacheRead ?? 0,
      output_tokens: step.usage?.out ?? 20,
    },
  };
}

/**
 * @param chunk characters of text or tool input in one event.
 * @param halved whether `halfway` is put between the two halves of the text; where there is none, before the first block.
 */
export function* streamOf(
  message: Message,
  chunk = Infinity,
  halved = false,
): Generator<StreamEvent | 'halfway'> {
  const start = { ...message, content: [], stop_reason: null, usage: { ...message.usage, output_tokens: 1 } };
  yield { type: 'message_start', message: start };
  const half = message.content.findIndex((content) => content.type === 'text');
  if (halved && half < 0) yield 'halfway';
  for (const [index, content] of message.content.entries()) {
    yield { type: 'content_block_start', index, content_block: emptied(content) };
    const deltas = deltasOf(content, halved && index === half, chunk);
    for (const delta of deltas)
      yield delta === 'halfway' ? delta : { type: 'content_block_delta', index, delta };
    yield { type: 'content_block_stop', index };
  }
  const { stop_reason, stop_sequence, usage } = message;
  yield {
    type: 'message_delta',
    delta: { stop_reason, stop_sequence },
    usage: { output_tokens: usage['output_tokens'] },
  };
  yield { type: 'message_stop' };
}

function emptied(content: Content): object {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: '' };
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'tool_use':
      return { ...content, input: {} };
  }
}

function deltasOf(content: Content, halved: boolean, chunk: number): (object | 'halfway')[] {
  switch (content.type) {
    case 'text': {
      const middle = Math.ceil(content.text.length / 2);
      const halves = halved ? [content.text.slice(0, middle), content.text.slice(middle)] : [content.text];
      const [first = [], second] = halves.map((half) =>
        pieces(half, chunk).map((text) => ({ type: 'text_delta', text })),
      );
      return second ? [...first, 'halfway', ...second] : first;
    }
    case 'thinking':
      return [
        ...pieces(content.thinking, chunk).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: content.signature },
      ];
    case 'tool_use':
      return pieces(JSON.stringify(content.input), chunk).map((partial_json) => ({
        type: 'input_json_delta',
        partial_json,
      }));
  }
}

function pieces(text: string, size: number): string[] {
  if (text.length <= size) return [text];
  const count = Math.ceil(text.length / size);
  return Array.from({ length: count }, (_, index) => text.slice(index * size, (index + 1) * size));
}
