/** Plans and runs of which only what a test is about is said. */
import type { Plan, PlanUnit } from '../../src/contract/plan.ts';
import type { RunSpec } from '../../src/contract/run.ts';

export function unit(id: string, change: Partial<PlanUnit> = {}): PlanUnit {
  return {
    id,
    title: `unit ${id}`,
    kind: 'auto',
    depends_on: [],
    declared_wave: null,
    files: [],
    steps: [],
    gate: [],
    acceptance: [],
    prompt: `do ${id}`,
    range: { path: 'plan.md', start: 0, end: 0 },
    agent: null,
    done: false,
    ...change,
  };
}

export function planOf(units: PlanUnit[]): Plan {
  return {
    format: 'fairlead',
    format_reason: 'made for a test',
    title: 'test',
    goal: null,
    context: [],
    sources: [],
    units,
    problems: [],
    gate_notes: [],
  };
}

export const runSpec: RunSpec = {
  title: 'test',
  plan: ['plan.md'],
  format: 'fairlead',
  repo: '/repo',
  base: 'HEAD',
  base_commit: 'base',
  agent: 'scripted',
  model: null,
  policy: 'moderate',
  max_parallel: 2,
  waves: 'slots',
  now: false,
  allow_overlap: false,
  gates: [],
  merge_gates: [],
  max_cost_usd: null,
  max_tokens: null,
  max_time_s: null,
  max_unit_cost_usd: null,
  max_unit_tokens: null,
  max_unit_time_s: null,
  merge_into: null,
  strategy: 'merge',
  write_back: false,
};
