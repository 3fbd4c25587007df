import type { TokenUsage } from '../../contract/agent-event.ts';
import { failWith } from './ending.ts';
import { draft, type Draft, type Session } from './state.ts';

/** Tokens and money that were spent for a session, which ends where it is more than it may. */
export function spend(session: Session, usage: TokenUsage): Draft[] {
  const recorded = draft('usage.recorded', usage);
  const { max_cost_usd } = session.spec;
  const cost = session.stats.cost_usd + usage.cost_usd - session.epoch_cost_usd;
  const ending = session.phase.name === 'stopping' || session.phase.name === 'ended';
  if (max_cost_usd === null || cost <= max_cost_usd || ending) return [recorded];
  const reason = `reached its limit of $${max_cost_usd} (spent $${cost.toFixed(2)})`;
  return [recorded, ...failWith(session, 'budget', reason)];
}
