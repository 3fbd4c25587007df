/**
 * The ledger: what was spent since the last result, by model, sub-agents included. Newer programs tell just that; older
 * ones tell running totals, of which the difference is taken. The totals of a resumed process begin anywhere, so its
 * first result counts by its own turn: tokens of the main loop, no money. Better too little once than anything twice.
 */
import type { AgentEvent } from '../../contract/agent-event.ts';
import { entryOf, fieldsOf, isObject, numberOf, type Fields } from '../fields.ts';
import type { ClaudeState, ClaudeUsage } from './state.ts';

/** @returns the events of a `result` message, and the totals to remember. */
export function spendingOf(
  state: ClaudeState,
  result: Fields,
): { totals: ClaudeState['totals']; events: AgentEvent[] } {
  const told = result['model_usage_since_last_result'];
  if (isObject(told)) return { totals: null, events: eventsOf(byModel(told)) };

  const totals = byModel(fieldsOf(result['modelUsage']));
  if (state.totals === null && state.resumed) {
    const { input_tokens, output_tokens } = spentOf(fieldsOf(result['usage']));
    return { totals, events: eventsOf({ '': { input_tokens, output_tokens, cost_usd: 0 } }) };
  }
  const spent = Object.entries(totals).map(
    ([model, total]) => [model, less(total, entryOf(state.totals ?? {}, model))] as const,
  );
  return { totals, events: eventsOf(Object.fromEntries(spent)) };
}

function byModel(usage: Fields): Record<string, ClaudeUsage> {
  return Object.fromEntries(Object.entries(usage).map(([model, spent]) => [model, spentOf(fieldsOf(spent))]));
}

/** Input counts what the model read, from the cache or not. The ledger writes names in camel case, a turn in snake case. */
function spentOf(usage: Fields): ClaudeUsage {
  const count = (camel: string, snake: string) => numberOf(usage[camel]) ?? numberOf(usage[snake]) ?? 0;
  return {
    input_tokens:
      count('inputTokens', 'input_tokens') +
      count('cacheReadInputTokens', 'cache_read_input_tokens') +
      count('cacheCreationInputTokens', 'cache_creation_input_tokens'),
    output_tokens: count('outputTokens', 'output_tokens'),
    cost_usd: numberOf(usage['costUSD']) ?? 0,
  };
}

/** What was added; a total that became smaller was begun anew. */
function less(total: ClaudeUsage, before: ClaudeUsage | undefined): ClaudeUsage {
  if (!before || total.input_tokens < before.input_tokens || total.cost_usd < before.cost_usd) return total;
  return {
    input_tokens: total.input_tokens - before.input_tokens,
    output_tokens: total.output_tokens - before.output_tokens,
    cost_usd: total.cost_usd - before.cost_usd,
  };
}

function eventsOf(spent: Record<string, ClaudeUsage>): AgentEvent[] {
  return Object.entries(spent)
    .filter(([, { input_tokens, output_tokens, cost_usd }]) => input_tokens + output_tokens + cost_usd > 0)
    .map(([model, one]) => ({ type: 'usage', usage: { ...one, model: model === '' ? null : model } }));
}
