/** Budgets; null for no limit. */
export interface Limits {
  /** US dollars. */
  max_cost_usd: number | null;
  /** Input and output tokens together. */
  max_tokens: number | null;
  /** Seconds of work. */
  max_time_s: number | null;
}

export interface Spent {
  cost_usd: number;
  tokens: number;
  time_s: number;
}

/** @returns the exceeded limit, as the end of a sentence; null if there is none */
export function overspent(limits: Limits, { cost_usd, tokens, time_s }: Spent): string | null {
  const { max_cost_usd, max_tokens, max_time_s } = limits;
  if (max_cost_usd !== null && cost_usd > max_cost_usd)
    return `its limit of $${max_cost_usd} (spent $${cost_usd.toFixed(2)})`;
  if (max_tokens !== null && tokens > max_tokens) return `its limit of ${max_tokens} tokens (used ${tokens})`;
  if (max_time_s !== null && time_s >= max_time_s) return `its limit of ${max_time_s} s of work`;
  return null;
}
