import { expect, it } from 'vitest';
import { launchRequest } from '../../../test/support/launch-request.ts';
import type { LaunchRequest } from '../agent.ts';
import { stateOf, type ClaudeState } from './state.ts';
import { spendingOf } from './usage.ts';

const fresh = launchRequest('claude');

const of = (inputTokens: number, outputTokens: number, costUSD: number) => ({
  inputTokens,
  cacheReadInputTokens: 3,
  cacheCreationInputTokens: 2,
  outputTokens,
  costUSD,
});

it('counts usage since the last result, by model, including cache reads', () => {
  const result = {
    model_usage_since_last_result: { big: of(10, 4, 0.5), small: of(1, 1, 0.1) },
    modelUsage: {},
  };
  expect(events([result])).toEqual([
    { input_tokens: 15, output_tokens: 4, cost_usd: 0.5, model: 'big' },
    { input_tokens: 6, output_tokens: 1, cost_usd: 0.1, model: 'small' },
  ]);
});

it('takes the difference of running totals if only totals are reported', () => {
  const results = [
    { modelUsage: { big: of(10, 4, 0.5) } },
    { modelUsage: { big: of(15, 6, 0.75), small: of(1, 1, 0.1) } },
  ];
  expect(events(results)).toEqual([
    { input_tokens: 15, output_tokens: 4, cost_usd: 0.5, model: 'big' },
    { input_tokens: 5, output_tokens: 2, cost_usd: 0.25, model: 'big' },
    { input_tokens: 6, output_tokens: 1, cost_usd: 0.1, model: 'small' },
  ]);
});

it('takes totals that restarted in full', () => {
  const results = [{ modelUsage: { big: of(10, 4, 0.5) } }, { modelUsage: { big: of(1, 1, 0.1) } }];
  expect(events(results)[1]).toEqual({ input_tokens: 6, output_tokens: 1, cost_usd: 0.1, model: 'big' });
});

it('does not count an earlier process again', () => {
  const usage = { input_tokens: 7, output_tokens: 2, cache_read_input_tokens: 1 };
  const results = [
    { usage, modelUsage: { big: of(100, 40, 5) } },
    { usage, modelUsage: { big: of(110, 44, 5.5) } },
  ];
  expect(events(results, { ...fresh, resume: 'old' })).toEqual([
    { input_tokens: 8, output_tokens: 2, cost_usd: 0, model: null },
    { input_tokens: 10, output_tokens: 4, cost_usd: 0.5, model: 'big' },
  ]);
});

it('reports nothing if nothing was spent', () => {
  expect(events([{ model_usage_since_last_result: {} }, {}, { modelUsage: { big: {} } }])).toEqual([]);
});

function events(results: object[], request: LaunchRequest = fresh): unknown[] {
  let state: ClaudeState = stateOf(request);
  return results.flatMap((result) => {
    const { totals, events } = spendingOf(state, { ...result });
    state = { ...state, totals };
    return events.map((event) => (event.type === 'usage' ? event.usage : event));
  });
}
