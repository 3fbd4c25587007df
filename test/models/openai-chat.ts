/** OpenAI's chat completions, which Copilot and most other agents can be pointed at. */
import { callsOf, halves, textIn, type Dialect, type Json } from './dialect.ts';
import type { Step } from './script.ts';

export const openaiChat: Dialect = {
  serves: (path) => path.endsWith('/chat/completions'),
  turnsOf({ tools, messages }) {
    if (!Array.isArray(tools) || tools.length === 0) return null;
    return (messages as { role: string; content: unknown }[])
      .filter(({ role }) => role === 'user' || role === 'assistant')
      .map(({ role, content }) => ({ by: role === 'user' ? 'person' : 'model', text: textIn(content) }));
  },
  stream(step, id, model) {
    const calls = callsOf(step);
    const chunk = (more: Json) => event({ id, object: 'chat.completion.chunk', created: 0, model, ...more });
    const choice = (delta: Json, finish_reason: string | null = null) =>
      chunk({ choices: [{ index: 0, delta, finish_reason }] });
    const texts = halves(step).map((content) => choice({ role: 'assistant', content }));
    const tool_calls = calls.map(({ tool, input }, index) => ({
      index,
      id: `call_${id}_${index + 1}`,
      type: 'function',
      function: { name: tool, arguments: JSON.stringify(input) },
    }));
    return [
      ...(texts.length > 1 ? [texts[0] ?? '', 'halfway', ...texts.slice(1)] : texts),
      ...(calls.length > 0 ? [choice({ role: 'assistant', tool_calls })] : []),
      choice({}, calls.length > 0 ? 'tool_calls' : 'stop'),
      chunk({ choices: [], usage: usageOf(step) }),
      'data: [DONE]\n\n',
    ];
  },
  plain: (id, model) => ({
    id,
    object: 'chat.completion',
    created: 0,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }],
    usage: usageOf({}),
  }),
};

function usageOf({ usage }: Step): Json {
  const [prompt_tokens, completion_tokens] = [usage?.in ?? 100, usage?.out ?? 20];
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

function event(data: Json): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
