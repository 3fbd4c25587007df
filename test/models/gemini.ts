/** The Gemini API. */
import { callsOf, halves, type Dialect, type Json } from './dialect.ts';
import type { Step } from './script.ts';

export const gemini: Dialect = {
  serves: (path) => path.startsWith('/v1beta/models/'),
  turnsOf({ tools, contents }) {
    if (!Array.isArray(tools) || tools.length === 0) return null;
    return (contents as { role: string; parts: { text?: string }[] }[]).map(({ role, parts }) => ({
      by: role === 'model' ? 'model' : 'person',
      text: parts.map(({ text }) => text ?? '').join('\n'),
    }));
  },
  stream(step, _id, model) {
    const candidate = (parts: Json[], finishReason?: string) =>
      event({
        candidates: [
          { content: { role: 'model', parts }, ...(finishReason ? { finishReason } : {}), index: 0 },
        ],
        usageMetadata: usageOf(step),
        modelVersion: model,
      });
    const texts = halves(step).map((text) => candidate([{ text }]));
    const calls = callsOf(step).map(({ tool, input }) => ({ functionCall: { name: tool, args: input } }));
    return [
      ...(texts.length > 1 ? [texts[0] ?? '', 'halfway', ...texts.slice(1)] : texts),
      candidate(calls, 'STOP'),
    ];
  },
  // What is asked for beside the conversation is JSON of one of two kinds.
  plain: (_id, model) => ({
    candidates: [{ content: { role: 'model', parts: [{ text: side }] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: usageOf({}),
    modelVersion: model,
  }),
};

const side = JSON.stringify({ reasoning: 'as told', next_speaker: 'user', model_choice: 'flash' });

function usageOf({ usage }: Step): Json {
  const [promptTokenCount, candidatesTokenCount] = [usage?.in ?? 100, usage?.out ?? 20];
  return { promptTokenCount, candidatesTokenCount, totalTokenCount: promptTokenCount + candidatesTokenCount };
}

function event(data: Json): string {
  return `data: ${JSON.stringify(data)}\r\n\r\n`;
}
