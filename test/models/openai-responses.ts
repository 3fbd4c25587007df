/** OpenAI's responses, which Codex speaks. */
import { callsOf, halves, textIn, type Dialect, type Json, type Said } from './dialect.ts';
import type { Step } from './script.ts';

export const openaiResponses: Dialect = {
  serves: (path) => path.endsWith('/responses'),
  turnsOf({ tools, input }) {
    if (!Array.isArray(tools) || tools.length === 0) return null;
    const said: Said[] = [];
    let before: Said['by'] | null = null;
    for (const item of input as { type?: string; role?: string; content?: unknown }[]) {
      if (item.type?.endsWith('_output') === true) {
        before = null;
        continue;
      }
      const by = item.role === 'user' || item.role === 'developer' ? 'person' : 'model';
      // Words and calls of one answer are items of their own.
      if (by === 'person' || before !== 'model') said.push({ by, text: textIn(item.content) });
      before = by;
    }
    return said;
  },
  stream(step, id, model) {
    const texts = halves(step).map((delta) =>
      event({
        type: 'response.output_text.delta',
        item_id: `item_${id}`,
        output_index: 0,
        content_index: 0,
        delta,
      }),
    );
    const message = {
      type: 'message',
      role: 'assistant',
      id: `item_${id}`,
      content: [{ type: 'output_text', text: step.text ?? '', annotations: [] }],
    };
    const spoken = [
      event({ type: 'response.output_item.added', output_index: 0, item: { ...message, content: [] } }),
      ...(texts.length > 1 ? [texts[0] ?? '', 'halfway', ...texts.slice(1)] : texts),
      event({ type: 'response.output_item.done', output_index: 0, item: message }),
    ];
    const calls = callsOf(step).map(({ tool, input }, index) => {
      const call = { id: `item_${id}_${index}`, call_id: `call_${id}_${index + 1}`, ...nameOf(tool) };
      const item =
        tool === 'apply_patch'
          ? { type: 'custom_tool_call', ...call, input: input['patch'] }
          : { type: 'function_call', ...call, arguments: JSON.stringify(input) };
      return event({ type: 'response.output_item.done', output_index: index + 1, item });
    });
    return [
      event({ type: 'response.created', response: { id, model } }),
      ...(texts.length > 0 ? spoken : []),
      ...calls,
      event({ type: 'response.completed', response: { id, model, usage: usageOf(step) } }),
    ];
  },
  plain: (id, model) => ({ id, model, output: [], usage: usageOf({}) }),
};

/** Codex offers the tools of an MCP server in a namespace. */
function nameOf(tool: string): Json {
  const { namespace, name } = /^(?<namespace>mcp__.+?)__(?<name>.+)$/.exec(tool)?.groups ?? {};
  return namespace === undefined ? { name: tool } : { name, namespace };
}

function usageOf({ usage }: Step): Json {
  const [input_tokens, output_tokens] = [usage?.in ?? 100, usage?.out ?? 20];
  return {
    input_tokens,
    input_tokens_details: { cached_tokens: usage?.cacheRead ?? 0 },
    output_tokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input_tokens + output_tokens,
  };
}

function event(data: Json & { type: string }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}
