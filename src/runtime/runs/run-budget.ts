/** Tracks the cost of a run's sessions, and schedules the next check of its limits. */
import type { SessionStats } from '../../contract/session.ts';
import type { RunFact } from '../../core/plan/record.ts';
import { longestTimer, type Deps } from '../deps.ts';
import type { RunCell } from './run-cell.ts';

export interface RunBudget extends Disposable {
  /** Cost of the run's sessions in US dollars. */
  readonly cost: number;
  note(session: string, stats: SessionStats): void;
  /** Reports the cost if the run has a limit. */
  check(): void;
  /** Schedules a check at the run's time limit. */
  arm(): void;
}

export function keepBudget(
  { clock }: Pick<Deps, 'clock'>,
  cell: RunCell,
  report: (fact: Extract<RunFact, { type: 'spent' }>) => void,
): RunBudget {
  const all = new Map<string, SessionStats>();
  let timer: Disposable | undefined;
  let disposed = false;

  const budget: RunBudget = {
    get cost() {
      return sumOf(({ cost_usd }) => cost_usd);
    },
    note: (session, stats) => void all.set(session, stats),
    check() {
      const { max_cost_usd, max_tokens, max_time_s } = cell.run.spec;
      if (max_cost_usd === null && max_tokens === null && max_time_s === null) return;
      const tokens = sumOf(({ input_tokens, output_tokens }) => input_tokens + output_tokens);
      report({ type: 'spent', spent: { cost_usd: budget.cost, tokens, time_s: cell.worked } });
    },
    arm() {
      timer?.[Symbol.dispose]();
      timer = undefined;
      const { spec, phase, overspent } = cell.run;
      if (spec.max_time_s === null || phase.name !== 'running' || overspent || disposed) return;
      const left = Math.ceil((spec.max_time_s - cell.worked) * 1_000);
      if (left <= 0) budget.check();
      else timer = clock.after(Math.min(left, longestTimer), () => budget.arm());
    },
    [Symbol.dispose]() {
      disposed = true;
      timer?.[Symbol.dispose]();
    },
  };
  return budget;

  function sumOf(of: (stats: SessionStats) => number): number {
    return [...all.values()].reduce((sum, one) => sum + of(one), 0);
  }
}
