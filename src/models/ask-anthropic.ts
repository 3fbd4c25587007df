/**
 * Asks a model one question over the Anthropic Messages API, with the provider's library, and returns one answer in a
 * given form.
 */
import { keepStart } from '../base/cut-text.ts';
import Anthropic, { APIConnectionError, APIError, APIUserAbortError } from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import type { ZodType } from 'zod';
import { err, ok, type Result } from '../base/result.ts';
import type { TokenUsage } from '../contract/agent-event.ts';
import type { ApiModel } from '../contract/settings.ts';

export interface ModelQuestion {
  instructions: string;
  material: string;
  /** The form of the answer. */
  schema: ZodType;
}

export interface ModelAnswer {
  /** JSON in the requested form, as the model wrote it; the caller parses it. */
  text: string;
  usage: TokenUsage;
}

/** Maximum tokens; an answer of one or two sentences takes about 150. */
const maximumTokens = 1_024;

/** @returns the answer, or in one line why there is none, for example because `signal` aborted */
export async function askAnthropic(
  { instructions, material, schema }: ModelQuestion,
  { model, key, base_url, price }: ApiModel & { key: string },
  signal: AbortSignal,
): Promise<Result<ModelAnswer, string>> {
  const client = new Anthropic({ apiKey: key, baseURL: base_url, logLevel: 'off' });
  try {
    const message = await client.messages.create(
      {
        model,
        max_tokens: maximumTokens,
        system: instructions,
        messages: [{ role: 'user', content: material }],
        output_config: { format: zodOutputFormat(schema) },
      },
      { signal },
    );
    if (message.stop_reason === 'refusal') return err('the model refused to answer');
    const { input_tokens, output_tokens, cache_read_input_tokens, cache_creation_input_tokens } =
      message.usage;
    const read = input_tokens + (cache_read_input_tokens ?? 0) + (cache_creation_input_tokens ?? 0);
    const cost_usd = price ? (read * price.input + output_tokens * price.output) / 1_000_000 : 0;
    const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    return ok({ text, usage: { input_tokens: read, output_tokens, cost_usd, model: message.model } });
  } catch (error) {
    return err(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof APIUserAbortError) return 'it was cancelled';
  if (error instanceof APIConnectionError) return 'its provider cannot be reached';
  if (error instanceof APIError)
    return keepStart(`its provider answered ${error.status}: ${error.message}`, 300);
  throw error;
}
