/** Tries the gates of a plan, unit by unit, before a run. */
import type { PlanView } from '../contract/answer.ts';
import type { CommandOf } from '../contract/command.ts';
import type { PlanUnit } from '../contract/plan.ts';
import type { TriedGate } from '../contract/trial.ts';
import type { Client } from '../client/client.ts';
import { fitLine } from './text/fit-line.ts';

/** The findings of `plan try`: every gate of every tried unit. */
export interface PlanTrial {
  /** Full id of the commit that the gates ran on; null if no unit has a gate. */
  base_commit: string | null;
  units: TriedUnit[];
}

export interface TriedUnit {
  id: string;
  title: string;
  /** The document marks it as done: its gates should pass. */
  done: boolean;
  /** Empty if the unit has none. */
  gates: TriedGate[];
}

/**
 * Tries the gates; units with the same gates are tried once.
 *
 * @param only ids of units; all if empty
 * @param tell is called before each trial
 */
export async function tryPlan(
  client: Client,
  plan: PlanView,
  place: Omit<CommandOf<'try_plan'>, 'type' | 'unit'>,
  only: readonly string[],
  tell: (text: string) => void,
): Promise<PlanTrial> {
  const units = plan.units.filter(({ id }) => only.length === 0 || only.includes(id));
  const groups = new Map<string, PlanUnit[]>();
  for (const unit of units) {
    if (unit.gate.length === 0) continue;
    const key = JSON.stringify(unit.gate);
    groups.set(key, [...(groups.get(key) ?? []), unit]);
  }
  const tried = new Map<string, TriedGate[]>();
  let base: string | null = null;
  for (const [index, [key, [first, ...others]]] of [...groups].entries()) {
    if (!first) continue;
    const names = [first, ...others].map(({ id }) => id).join(', ');
    const gates = `${first.gate.length} ${first.gate.length === 1 ? 'gate' : 'gates'}`;
    tell(`[${index + 1}/${groups.size}] ${fitLine(names, 120)}: running ${gates}`);
    const trial = await client.ask('trial', { type: 'try_plan', ...place, unit: first.id });
    tried.set(key, trial.gates);
    base = trial.base_commit;
  }
  return {
    base_commit: base,
    units: units.map(({ id, title, done, gate }) => ({
      id,
      title,
      done,
      gates: tried.get(JSON.stringify(gate)) ?? [],
    })),
  };
}

/** Whether a run of this plan could not complete as intended. */
export function hasObstacle({ units }: PlanTrial): boolean {
  return units.some(({ done, gates }) =>
    gates.some(({ outcome }) => (outcome === 'fails' ? done : outcome !== 'passes')),
  );
}
