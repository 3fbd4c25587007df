/** Records facts of a run: news of its units' sessions, merges, the branch. */
import type { Problem } from '../../base/problem.ts';
import type { Merge, MergeStrategy } from '../../contract/merge.ts';
import type { Evidence, Outcome } from '../../contract/session.ts';
import { overspent, type Spent } from '../admission/overspent.ts';
import { theBudget } from './evolve.ts';
import { failUnit } from './fail.ts';
import { pendingEvent, unitAt, type Run, type PendingRunEvent } from './state.ts';
import type { Unit } from './unit.ts';
import { unchangedReason } from './unchanged.ts';

export type RunFact =
  | { type: 'branched'; branch: string }
  | { type: 'branch_failed'; reason: string }
  /** The unit's session could not be created. */
  | { type: 'start_failed'; session_id: string; reason: string }
  | { type: 'session_moved'; session_id: string; to: 'running' | 'gate' | 'needs_person'; why: string | null }
  | { type: 'session_ended'; session_id: string; outcome: Outcome }
  /** `commit` is null if there was nothing to merge; `tip` is the tip of the integration branch. */
  | { type: 'unit_merged'; session_id: string; commit: string | null; tip: string }
  /** The gates of a verification unit have run; null if all passed. */
  | { type: 'unit_checked'; unit: string; failure: { reason: string; text: string } | null }
  | { type: 'unit_conflicted'; session_id: string; reason: string; text: string }
  | { type: 'unit_merge_failed'; session_id: string; reason: string }
  /** Total usage of its sessions so far. */
  | { type: 'spent'; spent: Spent }
  | ({ type: 'merged'; strategy: MergeStrategy } & Merge)
  | ({ type: 'rolled_back'; units: string[] } & Merge)
  | { type: 'abandoned'; tag: string }
  | { type: 'upkeep_failed'; problem: Problem }
  /** `problem` says why its document could not be marked. */
  | { type: 'unit_marked'; unit: string; problem: string | null }
  | { type: 'notice'; level: 'info' | 'warning'; text: string };

/** Maximum number of attempts of a unit whose agent was lost. */
const maximumAttempts = 3;

/** Number of times that a session may fix a conflict before fairlead asks a person. */
const maximumConflicts = 2;

export function recordRun(run: Run, fact: RunFact): PendingRunEvent[] {
  // The compiler cannot see that an entry found by a key accepts a fact with this key.
  const entry = records[fact.type] as (run: Run, fact: RunFact) => PendingRunEvent[];
  return entry(run, fact);
}

const records: {
  [K in RunFact['type']]: (run: Run, fact: Extract<RunFact, { type: K }>) => PendingRunEvent[];
} = {
  branched: (run, fact) => (run.branch ? [] : [pendingEvent('run.branched', { branch: fact.branch })]),
  branch_failed: (run, fact) =>
    run.phase.name === 'ended' ? [] : [pendingEvent('run.ended', { status: 'failed', reason: fact.reason })],
  start_failed: (run, fact) =>
    ofSession(run, fact.session_id, 'working', (index) => failUnit(run, index, fact.reason)),
  session_moved: (run, fact) =>
    ofSession(run, fact.session_id, 'working', (_, { phase }, unit) =>
      phase.name === 'working' && (phase.to !== fact.to || phase.why !== fact.why)
        ? [pendingEvent('unit.moved', { unit, to: fact.to, why: fact.why })]
        : [],
    ),
  session_ended: (run, fact) =>
    ofSession(run, fact.session_id, 'working', (index, state) => recordEnd(run, index, state, fact.outcome)),
  unit_merged: (run, fact) =>
    ofSession(run, fact.session_id, 'merging', (_index, { unchanged }, unit) => {
      const { commit, tip } = fact;
      const why = commit === null && unchanged !== null ? { unchanged } : {};
      return [pendingEvent('unit.completed', { unit, commit, tip, ...why })];
    }),
  unit_checked: (run, fact) => recordCheck(run, fact.unit, fact.failure),
  unit_conflicted: (run, fact) =>
    ofSession(run, fact.session_id, 'merging', (_, { conflicts }, unit) => {
      const { reason, text } = fact;
      if (conflicts < maximumConflicts) return [pendingEvent('unit.conflicted', { unit, reason, text })];
      const question = {
        kind: 'trouble',
        text: `${reason}: fix it in its workspace, then approve`,
      } as const;
      return [pendingEvent('unit.asked', { unit, question, before: 'merge' })];
    }),
  unit_merge_failed: (run, fact) =>
    ofSession(run, fact.session_id, 'merging', (index) => failUnit(run, index, fact.reason)),
  spent: (run, fact) => recordSpent(run, fact.spent),
  merged: (run, fact) =>
    upkeep(run, [
      pendingEvent('run.merged', {
        into: fact.into,
        from: fact.from,
        commit: fact.commit,
        strategy: fact.strategy,
      }),
    ]),
  rolled_back: (run, fact) => {
    const by = run.phase.name === 'ended' ? (run.phase.upkeep?.by ?? '') : '';
    return upkeep(run, [
      ...fact.units.map((unit) => pendingEvent('unit.rolled_back', { unit, by })),
      pendingEvent('run.rolled_back', { into: fact.into, from: fact.from, commit: fact.commit }),
    ]);
  },
  abandoned: (run, fact) => upkeep(run, [pendingEvent('run.abandoned', { tag: fact.tag })]),
  upkeep_failed: (run, fact) =>
    run.phase.name === 'ended' && run.phase.upkeep
      ? [pendingEvent('run.upkeep_failed', { task: run.phase.upkeep.kind, problem: fact.problem })]
      : [],
  unit_marked: (run, fact) =>
    run.writingBack.has(fact.unit)
      ? [pendingEvent('unit.marked', { unit: fact.unit, problem: fact.problem })]
      : [],
  notice: (_run, fact) => [pendingEvent('run.notice', { level: fact.level, text: fact.text })],
};

/** Pauses the run once: a person who resumes it has read why. */
function recordSpent(run: Run, spent: Spent): PendingRunEvent[] {
  if (run.phase.name !== 'running' || run.overspent) return [];
  const limit = overspent(run.spec, spent);
  if (limit === null) return [];
  const text = `the run reached ${limit}: resume it to continue anyway`;
  return [
    pendingEvent('run.notice', { level: 'warning', text }),
    pendingEvent('run.paused', { by: theBudget, now: true }),
  ];
}

/** News of a session concerns the unit that it works on, as long as the unit is still in that session. */
function ofSession(
  run: Run,
  session: string,
  where: 'working' | 'merging',
  then: (index: number, state: Unit, unit: string) => PendingRunEvent[],
): PendingRunEvent[] {
  const index = run.units.findIndex(
    ({ session_id, phase }) => session_id === session && phase.name === where,
  );
  const state = run.units[index];
  return state ? then(index, state, run.plan.units[index]?.id ?? '') : [];
}

/** If a command fails, a person decides, with its output. */
function recordCheck(
  run: Run,
  unit: string,
  failure: { reason: string; text: string } | null,
): PendingRunEvent[] {
  const found = unitAt(run, unit);
  if (found?.unit.phase.name !== 'working') return [];
  if (failure === null)
    return [
      pendingEvent('unit.completed', { unit, commit: null, tip: run.branch?.tip ?? run.spec.base_commit }),
    ];
  const title = run.plan.units[found.index]?.title ?? unit;
  const question = { kind: 'verify', text: `${title}: ${failure.reason}\n${failure.text}`.trim() } as const;
  return [pendingEvent('unit.asked', { unit, question, before: 'end' })];
}

function recordEnd(run: Run, index: number, state: Unit, outcome: Outcome): PendingRunEvent[] {
  const unit = run.plan.units[index]?.id ?? '';
  switch (outcome.kind) {
    case 'completed':
      return finish(run, index, unit, outcome.evidence);
    case 'failed': {
      const { failure, reason } = outcome;
      if (failure === 'auth') return [askForHelp(unit, reason, agentOf(run, index))];
      const lost = failure === 'crashed' || failure === 'killed' || failure === 'lost';
      return lost && state.attempts < maximumAttempts
        ? [pendingEvent('unit.retried', { unit, by: 'fairlead', why: reason, goes_on: true })]
        : failUnit(run, index, reason);
    }
    case 'stopped':
    case 'interrupted': {
      const why = outcome.kind === 'stopped' ? `stopped by ${outcome.by}` : outcome.why;
      return run.phase.name === 'running' && outcome.kind === 'stopped'
        ? failUnit(run, index, why)
        : run.phase.name === 'running'
          ? [askForHelp(unit, `${why}: approve to continue`)]
          : [pendingEvent('unit.retried', { unit, by: 'fairlead', why, goes_on: true })];
    }
  }
}

/** An agent's work is proven; a person may have to look before the merge. */
function finish(run: Run, index: number, unit: string, evidence: Evidence): PendingRunEvent[] {
  const planned = run.plan.units[index];
  const empty = run.spec.empty ?? 'accept';
  const reason = planned && unchangedReason(evidence, planned);
  if (reason !== undefined && empty === 'fail') return failUnit(run, index, `changed nothing: ${reason}`);
  const told = reason === undefined ? [] : [pendingEvent('unit.unchanged', { unit, reason })];
  const looks = (planned?.steps ?? []).filter(({ kind, done }) => kind === 'verify' && !done);
  const doubts = reason !== undefined && empty === 'ask' ? [`changed nothing: ${reason}`] : [];
  const open = [...doubts, ...looks.map(({ title }) => title)];
  if (open.length === 0) return [...told, pendingEvent('unit.merging', { unit })];
  const question = { kind: 'verify', text: open.join('; ') } as const;
  return [...told, pendingEvent('unit.asked', { unit, question, before: 'merge' })];
}

/** Not the unit's fault: it starts again, with its session, when a person approves. */
function askForHelp(unit: string, text: string, outage?: string): PendingRunEvent {
  const question = { kind: 'trouble', text, ...(outage !== undefined && { outage }) } as const;
  return pendingEvent('unit.asked', { unit, question, before: 'start' });
}

function agentOf({ plan, spec }: Run, index: number): string {
  return plan.units[index]?.agent ?? spec.agent;
}

function upkeep(run: Run, done: PendingRunEvent[]): PendingRunEvent[] {
  return run.phase.name === 'ended' && run.phase.upkeep ? done : [];
}
