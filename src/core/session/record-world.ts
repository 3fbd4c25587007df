/** What becomes of what happens in the world: results of effects, ends of processes, the passing of time. */
import type { Problem } from '../../base/problem.ts';
import type { UpkeepTask } from '../../contract/event.ts';
import type { Outcome } from '../../contract/session.ts';
import { isSame } from '../admission/waiting.ts';
import { answerSiblings, judgeAgain } from './asks/answered-elsewhere.ts';
import { nextDeadline, type DeadlineKind } from './watch/deadlines.ts';
import type { Finding, WorldFact } from './world-fact.ts';
import { failWith, stopWith } from './turns/ending.ts';
import { recordExited } from './turns/exited.ts';
import { expireAsks } from './asks/expire.ts';
import { giveSlot } from './turns/give-slot.ts';
import { nextStep } from './turns/next-step.ts';
import { recordReviewed } from './asks/review.ts';
import { recordProved, sayRedirected } from './turns/proved.ts';
import { recordStillRetrying } from './watch/retrying.ts';
import { stall } from './watch/stall.ts';
import { wantsSlot } from './slot.ts';
import { draft, type Draft, type Session } from './state.ts';
import type { Surroundings } from './surroundings.ts';
import { andThen } from './and-then.ts';

export function recordWorld(session: Session, fact: WorldFact, surroundings: Surroundings): Draft[] {
  // The compiler cannot see that the entry found by a key takes what has this key.
  const entry = records[fact.type] as (
    session: Session,
    fact: WorldFact,
    surroundings: Surroundings,
  ) => Draft[];
  return entry(session, fact, surroundings);
}

const records: {
  [K in WorldFact['type']]: (
    session: Session,
    fact: Extract<WorldFact, { type: K }>,
    surroundings: Surroundings,
  ) => Draft[];
} = {
  admitted: (session, _fact, surroundings) =>
    wantsSlot(session) === 'no' ? [] : giveSlot(session, {}, surroundings),
  workspace_prepared: (session, fact, surroundings) =>
    andThen(session, [draft('workspace.prepared', { workspace: fact.workspace })], surroundings.at, (state) =>
      state.phase.name === 'preparing' ? nextStep(state, surroundings.fresh) : [],
    ),
  workspace_failed: (session, fact) =>
    session.phase.name === 'preparing' ? failWith(session, 'workspace', fact.reason) : [],
  rebuilt: (session, fact) => {
    const { workspace } = fact;
    const found = workspace ? [draft('workspace.prepared', { workspace })] : [];
    return [...found, ...failWith(session, 'lost', 'its history was lost with a damaged database')];
  },
  launched: (session, fact) =>
    isCurrent(session, fact.launch) && session.process?.stage === 'launching'
      ? [draft('process.started', { launch: fact.launch, agent: fact.agent, shim: fact.shim })]
      : [],
  guarded: (session, fact) => {
    const { launch, sandbox, preflight } = fact;
    return isCurrent(session, launch) ? [draft('process.guarded', { launch, sandbox, preflight })] : [];
  },
  launch_failed: (session, fact) =>
    isCurrent(session, fact.launch) ? failWith(session, fact.failure, fact.reason) : [],
  exited: (session, fact, surroundings) =>
    isCurrent(session, fact.launch) ? recordExited(session, fact, surroundings) : [],
  gate_finished: (session, fact) => (isProof(session, fact.proof) ? [draft('gate.finished', fact.gate)] : []),
  proved: (session, fact, surroundings) =>
    isProof(session, fact.proof) ? recordProved(session, fact, surroundings) : [],
  proof_failed: (session, fact) =>
    isProof(session, fact.proof) ? failWith(session, 'workspace', fact.reason) : [],
  stopped: (session, fact) => recordStopped(session, fact),
  deadline: (session, fact, surroundings) => recordDeadline(session, fact.kind, surroundings),
  held: (session, fact) =>
    wantsSlot(session) !== 'no' && !isSame(session.waits_for, fact.waiting)
      ? [draft('session.waiting', fact.waiting)]
      : [],
  limit_lifted: (session, fact) =>
    session.limit?.account === fact.account ? [draft('limit.lifted', { by: fact.by })] : [],
  sibling_answered: (session, fact, surroundings) => answerSiblings(session, fact, surroundings),
  reviewed: (session, fact, surroundings) => {
    const { subject, by, answer, usage } = fact;
    return recordReviewed(session, { subject, by, answer, usage }, surroundings);
  },
  command_refused: (_session, fact) => [draft('command.refused', { command: fact.command, by: fact.by })],
  policy_changed: (session, fact, surroundings) => judgeAgain(session, fact.by, surroundings),
  removed: (session, fact) =>
    upkeep(session, 'remove', (by) => [draft('session.removed', { by, salvage: fact.salvage })]),
  restored: (session, fact) =>
    upkeep(session, 'restore', (by) => [draft('session.restored', { by, workspace: fact.workspace })]),
  merged: (session, fact) =>
    upkeep(session, 'merge', () => [
      draft('session.merged', {
        into: fact.into,
        from: fact.from,
        commit: fact.commit,
        strategy: fact.strategy,
      }),
    ]),
  rolled_back: (session, fact) =>
    upkeep(session, 'rollback', (by) => [
      draft('session.rolled_back', { by, into: fact.into, from: fact.from, commit: fact.commit }),
    ]),
  abandoned: (session, fact) =>
    upkeep(session, 'abandon', (by) => [
      draft('session.abandoned', { by, tag: fact.tag, salvage: fact.salvage }),
    ]),
  upkeep_failed: (session, fact) => recordUpkeepFailed(session, fact.problem),
};

function isCurrent({ process }: Session, launch: number): boolean {
  return process?.launch === launch;
}

function isProof({ phase }: Session, proof: number): boolean {
  return phase.name === 'proving' && phase.proof === proof;
}

function recordStopped(
  session: Session,
  { survivors, killed, tampered, redirected }: Extract<WorldFact, { type: 'stopped' }>,
): Draft[] {
  const { phase, attention } = session;
  if (phase.name !== 'stopping') return [];
  const { outcome } = phase;
  const ended = draft('session.ended', { outcome, survivors, killed });
  // What the proof found has been said then, and a person is asked to look already.
  if (isGuard(outcome)) return [ended];
  return [...sayFound(tampered, attention.includes('review') ? [] : redirected), ended];
}

function isGuard(outcome: Outcome): boolean {
  return outcome.kind === 'failed' && outcome.failure === 'guard';
}

function sayFound(tampered: readonly Finding[], redirected: readonly Finding[]): Draft[] {
  const [first] = tampered;
  if (!first) return sayRedirected(redirected);
  const why = `changed configuration that git executes (${first.what}): review it before you continue`;
  return [
    ...tampered.map((finding) => draft('guard.tripped', { where: 'repository', ...finding })),
    ...sayRedirected(redirected),
    draft('attention.raised', { kind: 'review', why }),
  ];
}

function recordDeadline(session: Session, kind: DeadlineKind, surroundings: Surroundings): Draft[] {
  const { phase, process, spec } = session;
  const due = nextDeadline(session, surroundings.settings);
  // What happened since the timer was set may have moved the deadline.
  if (due?.kind !== kind || due.at > Date.parse(surroundings.at)) return [];
  switch (kind) {
    case 'interrupt':
      return [draft('turn.interrupt_failed', { after_s: surroundings.settings.interrupt_time_s })];
    case 'idle':
      return phase.name === 'idle'
        ? stopWith(session, { kind: 'interrupted', why: phase.why }, phase.why)
        : [];
    case 'release':
      return process ? [draft('process.releasing', { launch: process.launch })] : [];
    case 'start':
      return failWith(
        session,
        'launch',
        `${spec.agent} did not begin within ${surroundings.settings.start_time_s} s`,
      );
    case 'silence':
      return stall(
        session,
        `no output and no tool call for ${surroundings.settings.silence_time_s} s`,
        surroundings,
      );
    case 'retrying':
      return recordStillRetrying(session);
    case 'answer':
      return expireAsks(session, surroundings);
    case 'time':
      return failWith(session, 'budget', `worked longer than its limit of ${spec.max_time_s} s`);
  }
}

function upkeep({ phase }: Session, kind: UpkeepTask['kind'], done: (by: string) => Draft[]): Draft[] {
  return phase.name === 'ended' && phase.upkeep?.kind === kind ? done(phase.upkeep.by) : [];
}

function recordUpkeepFailed({ phase }: Session, problem: Problem): Draft[] {
  if (phase.name !== 'ended' || !phase.upkeep) return [];
  const failed = draft('upkeep.failed', { task: phase.upkeep.kind, problem });
  return problem.code === 'conflict'
    ? [failed, draft('attention.raised', { kind: 'conflict', why: problem.message })]
    : [failed];
}
