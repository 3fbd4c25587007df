import { describe, expect, it } from 'vitest';
import { quirksOf } from './quirks.ts';
import type { AcpUsage } from './state.ts';
import { onCost, onPieceTokens, onTokens } from './usage.ts';

const nothing: AcpUsage = { cost_usd: 0, input_tokens: 0, output_tokens: 0 };
const dollars = (amount: unknown, currency = 'USD') => ({ cost: { amount, currency } });

describe('money', () => {
  it('is reported as a running total, and counted once', () => {
    expect(costs(nothing, [dollars(0.5), dollars(0.75), dollars(0.75)])).toEqual([0.5, 0.25]);
  });

  it('that an earlier process spent is not counted', () => {
    expect(costs({ ...nothing, cost_usd: null }, [dollars(5), dollars(5.5)])).toEqual([0.5]);
  });

  it('counts a total that restarted in full', () => {
    expect(costs(nothing, [dollars(0.5), dollars(0.1)])).toEqual([0.5, 0.1]);
  });

  it.each([[{}], [dollars('1')], [dollars(null)], [dollars(1, 'EUR')], [{ cost: 1 }]])(
    'is not in %j',
    (update) => expect(onCost(nothing, update)).toEqual({ spent: nothing, events: [] }),
  );
});

describe('tokens', () => {
  const usage = { inputTokens: 10, outputTokens: 5 };

  it.each([
    ['as most agents report them', { usage }, [10, 5, null]],
    ['with cache reads reported separately', { usage: { ...usage, totalTokens: 115 } }, [110, 5, null]],
    [
      'as Gemini reports them',
      {
        _meta: {
          quota: { token_count: { input_tokens: 7, output_tokens: 2 }, model_usage: [{ model: 'm' }] },
        },
      },
      [7, 2, 'm'],
    ],
    [
      'of two models',
      {
        _meta: {
          quota: {
            token_count: { input_tokens: 7, output_tokens: 2 },
            model_usage: [{ model: 'm' }, { model: 'n' }],
          },
        },
      },
      [7, 2, null],
    ],
  ])('%s', (_what, result, [input_tokens, output_tokens, model]) => {
    expect(onTokens(nothing, result, quirksOf('')).events).toEqual([
      { type: 'usage', usage: { input_tokens, output_tokens, cost_usd: 0, model } },
    ]);
  });

  it.each([
    [{}],
    [{ usage: { inputTokens: 1 } }],
    [{ usage: { inputTokens: 0, outputTokens: 0 } }],
    [{ usage: 'x' }],
  ])('are not in %j', (result) => expect(onTokens(nothing, result, quirksOf('')).events).toEqual([]));

  it('of a whole process are counted once', () => {
    const copilot = quirksOf('copilot');
    const first = onTokens(nothing, { usage }, copilot);
    const second = onTokens(first.spent, { usage: { inputTokens: 40, outputTokens: 12 } }, copilot);
    expect(second.events).toMatchObject([{ usage: { input_tokens: 30, output_tokens: 7 } }]);
  });

  it('may come with a piece of text', () => {
    expect(onPieceTokens({ _meta: { usage } })).toMatchObject([{ usage: { input_tokens: 10 } }]);
    expect(onPieceTokens({})).toEqual([]);
  });
});

function costs(spent: AcpUsage, updates: object[]): number[] {
  return updates.flatMap((update) => {
    const step = onCost(spent, { ...update });
    spent = step.spent;
    return step.events.map((event) => (event.type === 'usage' ? event.usage.cost_usd : NaN));
  });
}
