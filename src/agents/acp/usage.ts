/**
 * Usage. Tokens come with the answer to a prompt, money as a running total of the conversation; not all agents report
 * both. The first total of a resumed process may or may not include an earlier process, so it only sets the baseline:
 * counting too little once is better than counting twice.
 */
import type { AgentEvent } from '../../contract/agent-event.ts';
import { fieldsOf, listOf, numberOf, textOf, type Fields } from '../fields.ts';
import type { Quirks } from './quirks.ts';
import type { AcpUsage } from './state.ts';

interface Ledger {
  spent: AcpUsage;
  events: AgentEvent[];
}

/** Reads the `cost` of a `usage_update`. Amounts in other currencies than US dollars are not counted. */
export function onCost(spent: AcpUsage, update: Fields): Ledger {
  const cost = fieldsOf(update['cost']);
  const total = numberOf(cost['amount']);
  if (total === null || cost['currency'] !== 'USD') return { spent, events: [] };
  const cost_usd = spent.cost_usd === null ? 0 : added(total, spent.cost_usd);
  return { spent: { ...spent, cost_usd: total }, events: eventsOf(0, 0, cost_usd, null) };
}

/** Reads the answer to a prompt. */
export function onTokens(spent: AcpUsage, result: Fields, quirks: Quirks): Ledger {
  const quota = fieldsOf(fieldsOf(result['_meta'])['quota']);
  const told = tokensOf(fieldsOf(result['usage'])) ?? tokensOf(fieldsOf(quota['token_count']));
  if (!told) return { spent, events: [] };
  const models = listOf(quota['model_usage']).map((entry) => textOf(fieldsOf(entry)['model']));
  const model = models.length === 1 ? (models[0] ?? null) : null;
  if (quirks.tokens_of === 'turn') return { spent, events: eventsOf(told.input, told.output, 0, model) };
  return {
    spent: { ...spent, input_tokens: told.input, output_tokens: told.output },
    events: eventsOf(
      added(told.input, spent.input_tokens),
      added(told.output, spent.output_tokens),
      0,
      model,
    ),
  };
}

/** Reads the tokens of one model request, which some agents report beside a piece of text. */
export function onPieceTokens(update: Fields): AgentEvent[] {
  const told = tokensOf(fieldsOf(fieldsOf(update['_meta'])['usage']));
  return told ? eventsOf(told.input, told.output, 0, null) : [];
}

/** Cache reads count as input; agents differ in whether `inputTokens` includes them, but not in the total. */
function tokensOf(usage: Fields): { input: number; output: number } | null {
  const input = numberOf(usage['inputTokens']) ?? numberOf(usage['input_tokens']);
  const output = numberOf(usage['outputTokens']) ?? numberOf(usage['output_tokens']);
  if (input === null || output === null) return null;
  return { input: Math.max(input, (numberOf(usage['totalTokens']) ?? 0) - output), output };
}

/** A smaller total has restarted. */
function added(total: number, before: number): number {
  return total < before ? total : total - before;
}

function eventsOf(input: number, output: number, cost_usd: number, model: string | null): AgentEvent[] {
  if (input + output + cost_usd <= 0) return [];
  return [{ type: 'usage', usage: { input_tokens: input, output_tokens: output, cost_usd, model } }];
}
