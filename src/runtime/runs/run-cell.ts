/** The cell of a run: processes commands, facts about its units' sessions, and results of its effects. */
import { ok, type Result } from '../../base/result.ts';
import type { Problem } from '../../base/problem.ts';
import { decideRun, type RunCommand } from '../../core/plan/decide.ts';
import { recordRun, type RunFact } from '../../core/plan/record.ts';
import type { Run } from '../../core/plan/state.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import { createCell, type CellHooks, type Loaded, type MakeRecord } from '../machine/cell.ts';
import { createRunKind, type RunViews } from './run-kind.ts';

export interface RunCell {
  readonly id: string;
  /** The state as last committed. */
  readonly run: Run;
  /** Seconds that the run has been active. */
  readonly worked: number;
  /** Decides a command; an accepted command is durable. */
  command(command: RunCommand, by: string, record: MakeRecord<Run>): Promise<Result<Run, Problem>>;
  /** Processes a fact. `done` is the effect that produced it. */
  report(fact: RunFact | undefined, done?: number): Promise<void>;
  /** Makes the run decide without a fact, after a daemon resumed it. */
  wake(): Promise<void>;
  drain(): Promise<void>;
}

export function createRunCell(
  deps: Deps,
  hub: Hub,
  hooks: CellHooks<Run> & RunViews,
  loaded: Loaded<Run>,
): RunCell {
  const kind = createRunKind(deps, hooks);
  const cell = createCell(deps, hub, kind, hooks, loaded);

  return {
    id: cell.id,
    get run() {
      return cell.state;
    },
    get worked() {
      const { worked_ms, under_way_since: since } = cell.state;
      const now = deps.clock.now() - cell.skipped;
      return (worked_ms + (since === null ? 0 : now - Date.parse(since))) / 1_000;
    },
    command: (command, by, record) =>
      cell.apply((run, { at }) => {
        const decided = decideRun(run, command, by);
        return decided.ok ? ok({ at, pendingEvents: decided.value, record }) : decided;
      }),
    async report(fact, effect) {
      const done = effect === undefined ? [] : [effect];
      await cell.apply((run, { at }) => ok({ at, pendingEvents: fact ? recordRun(run, fact) : [], done }));
    },
    async wake() {
      await cell.apply((_run, scene) => ok(kind.unchanged(scene)));
    },
    drain: () => cell.drain(),
  };
}
