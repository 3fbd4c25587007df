/**
 * Usage since the last result, by model, including sub-agents. Newer programs report exactly that; older ones report
 * running totals, whose difference is taken. The totals of a resumed process start at an unknown value, so its first
 * result counts only its own turn: tokens of the main loop, no money. Counting too little once is better than
 * counting twice.
 */
import type { AgentEvent } from '../../contract/agent-event.ts';
import { entryOf, fieldsOf, isObject, numberOf, type Fields } from '../fields.ts';
import type { ClaudeState, ClaudeUsage } from './state.ts';

/** @returns the events of a `result` message, and the totals to keep */
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

/**
 * Input counts all tokens that the model read, including cache reads. The ledger uses camel case, a turn snake case.
 */
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

/** Returns the increase; a smaller total has restarted. */
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
