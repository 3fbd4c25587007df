import type { TokenUsage } from '../../../contract/agent-event.ts';
import type { SessionStats } from '../../../contract/session.ts';
import { overspent } from '../../admission/overspent.ts';
import { failWith } from '../turns/ending.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';

/** Adds tokens and cost to a session, and ends it if it exceeds its budget. */
export function spend(session: Session, usage: TokenUsage): PendingEvent[] {
  const recorded = pendingEvent('usage.recorded', usage);
  const { spec, stats, epoch_stats: before, phase } = session;
  if (phase.name === 'stopping' || phase.name === 'ended') return [recorded];
  const tokens = usage.input_tokens + usage.output_tokens + tokensOf(stats) - tokensOf(before);
  const cost_usd = usage.cost_usd + stats.cost_usd - before.cost_usd;
  // Time has its own deadline.
  const limit = overspent({ ...spec, max_time_s: null }, { cost_usd, tokens, time_s: 0 });
  return limit === null ? [recorded] : [recorded, ...failWith(session, 'budget', `reached ${limit}`)];
}

function tokensOf({ input_tokens, output_tokens }: SessionStats): number {
  return input_tokens + output_tokens;
}
