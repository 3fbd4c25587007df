/** Records facts of the machine: results of effects, process exits, the passing of time. */
import type { Problem } from '../../base/problem.ts';
import type { WorkspaceTask } from '../../contract/event.ts';
import type { Outcome } from '../../contract/session.ts';
import { isSame } from '../admission/waiting.ts';
import { answerSiblings, judgeAgain } from './asks/answered-elsewhere.ts';
import { nextDeadline, type DeadlineKind } from './watch/deadlines.ts';
import type { Finding, WorldFact } from './world-fact.ts';
import { failWith, stopWith } from './turns/ending.ts';
import { recordExited } from './turns/exited.ts';
import { expireAsks } from './asks/expire.ts';
import { admit } from './turns/admit.ts';
import { nextStep } from './turns/next-step.ts';
import { recordReviewed } from './asks/review.ts';
import { recordProved, sayRedirected } from './turns/proved.ts';
import { recordStillRetrying } from './watch/retrying.ts';
import { stall } from './watch/stall.ts';
import { wantsSlot } from './slot.ts';
import { pendingEvent, type PendingEvent, type Session } from './state.ts';
import type { DecisionContext } from './decision-context.ts';
import { thenDecide } from './then-decide.ts';

export function recordWorld(session: Session, fact: WorldFact, context: DecisionContext): PendingEvent[] {
  // The compiler cannot see that an entry found by a key accepts a fact with this key.
  const entry = records[fact.type] as (
    session: Session,
    fact: WorldFact,
    context: DecisionContext,
  ) => PendingEvent[];
  return entry(session, fact, context);
}

const records: {
  [K in WorldFact['type']]: (
    session: Session,
    fact: Extract<WorldFact, { type: K }>,
    context: DecisionContext,
  ) => PendingEvent[];
} = {
  admitted: (session, _fact, context) => (wantsSlot(session) === 'no' ? [] : admit(session, {}, context)),
  workspace_prepared: (session, fact, context) =>
    thenDecide(
      session,
      [pendingEvent('workspace.prepared', { workspace: fact.workspace })],
      context.at,
      (state) => (state.phase.name === 'preparing' ? nextStep(state, context.newIds) : []),
    ),
  workspace_failed: (session, fact) =>
    session.phase.name === 'preparing' ? failWith(session, 'workspace', fact.reason) : [],
  rebuilt: (session, fact) => {
    const { workspace } = fact;
    const found = workspace ? [pendingEvent('workspace.prepared', { workspace })] : [];
    return [...found, ...failWith(session, 'lost', 'its history was lost with a damaged database')];
  },
  launched: (session, fact) =>
    isCurrent(session, fact.launch) && session.process?.stage === 'launching'
      ? [pendingEvent('process.started', { launch: fact.launch, agent: fact.agent, shim: fact.shim })]
      : [],
  guarded: (session, fact) => {
    const { launch, sandbox, preflight } = fact;
    return isCurrent(session, launch)
      ? [pendingEvent('process.guarded', { launch, sandbox, preflight })]
      : [];
  },
  launch_failed: (session, fact) =>
    isCurrent(session, fact.launch) ? failWith(session, fact.failure, fact.reason) : [],
  exited: (session, fact, context) =>
    isCurrent(session, fact.launch) ? recordExited(session, fact, context) : [],
  gate_finished: (session, fact) =>
    isProof(session, fact.proof) ? [pendingEvent('gate.finished', fact.gate)] : [],
  proved: (session, fact, context) =>
    isProof(session, fact.proof) ? recordProved(session, fact, context) : [],
  proof_failed: (session, fact) =>
    isProof(session, fact.proof) ? failWith(session, 'workspace', fact.reason) : [],
  stopped: (session, fact) => recordStopped(session, fact),
  deadline: (session, fact, context) => recordDeadline(session, fact.kind, context),
  held: (session, fact) =>
    wantsSlot(session) !== 'no' && !isSame(session.waits_for, fact.waiting)
      ? [pendingEvent('session.waiting', fact.waiting)]
      : [],
  limit_lifted: (session, fact) =>
    session.limit?.account === fact.account ? [pendingEvent('limit.lifted', { by: fact.by })] : [],
  sibling_answered: (session, fact, context) => answerSiblings(session, fact, context),
  reviewed: (session, fact, context) => {
    const { subject, by, answer, usage } = fact;
    return recordReviewed(session, { subject, by, answer, usage }, context);
  },
  command_refused: (_session, fact) => [
    pendingEvent('command.refused', { command: fact.command, by: fact.by }),
  ],
  policy_changed: (session, fact, context) => judgeAgain(session, fact.by, context),
  removed: (session, fact) =>
    upkeep(session, 'remove', (by) => [pendingEvent('session.removed', { by, salvage: fact.salvage })]),
  restored: (session, fact) =>
    upkeep(session, 'restore', (by) => [pendingEvent('session.restored', { by, workspace: fact.workspace })]),
  merged: (session, fact) =>
    upkeep(session, 'merge', () => [
      pendingEvent('session.merged', {
        into: fact.into,
        from: fact.from,
        commit: fact.commit,
        strategy: fact.strategy,
      }),
    ]),
  rolled_back: (session, fact) =>
    upkeep(session, 'rollback', (by) => [
      pendingEvent('session.rolled_back', { by, into: fact.into, from: fact.from, commit: fact.commit }),
    ]),
  abandoned: (session, fact) =>
    upkeep(session, 'abandon', (by) => [
      pendingEvent('session.abandoned', { by, tag: fact.tag, salvage: fact.salvage }),
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
): PendingEvent[] {
  const { phase, attention } = session;
  if (phase.name !== 'stopping') return [];
  const { outcome } = phase;
  const ended = pendingEvent('session.ended', { outcome, survivors, killed });
  // The findings of the proof were already recorded, and a person was asked to look.
  if (isGuard(outcome)) return [ended];
  return [...sayFound(tampered, attention.includes('review') ? [] : redirected), ended];
}

function isGuard(outcome: Outcome): boolean {
  return outcome.kind === 'failed' && outcome.failure === 'guard';
}

function sayFound(tampered: readonly Finding[], redirected: readonly Finding[]): PendingEvent[] {
  const [first] = tampered;
  if (!first) return sayRedirected(redirected);
  const why = `changed configuration that git executes (${first.what}): review it before you continue`;
  return [
    ...tampered.map((finding) => pendingEvent('guard.tripped', { where: 'repository', ...finding })),
    ...sayRedirected(redirected),
    pendingEvent('attention.raised', { kind: 'review', why }),
  ];
}

function recordDeadline(session: Session, kind: DeadlineKind, context: DecisionContext): PendingEvent[] {
  const { phase, process, spec } = session;
  const due = nextDeadline(session, context.settings);
  // Events since the timer was set may have moved the deadline.
  if (due?.kind !== kind || due.at > Date.parse(context.at)) return [];
  switch (kind) {
    case 'interrupt':
      return [pendingEvent('turn.interrupt_failed', { after_s: context.settings.interrupt_time_s })];
    case 'idle':
      return phase.name === 'idle'
        ? stopWith(session, { kind: 'interrupted', why: phase.why }, phase.why)
        : [];
    case 'release':
      return process ? [pendingEvent('process.releasing', { launch: process.launch })] : [];
    case 'start':
      return failWith(
        session,
        'launch',
        `${spec.agent} did not begin within ${context.settings.start_time_s} s`,
      );
    case 'silence':
      return stall(session, `no output and no tool call for ${context.settings.silence_time_s} s`, context);
    case 'retrying':
      return recordStillRetrying(session);
    case 'answer':
      return expireAsks(session, context);
    case 'time':
      return failWith(session, 'budget', `worked longer than its limit of ${spec.max_time_s} s`);
  }
}

function upkeep(
  { phase }: Session,
  kind: WorkspaceTask['kind'],
  done: (by: string) => PendingEvent[],
): PendingEvent[] {
  return phase.name === 'ended' && phase.upkeep?.kind === kind ? done(phase.upkeep.by) : [];
}

function recordUpkeepFailed({ phase }: Session, problem: Problem): PendingEvent[] {
  if (phase.name !== 'ended' || !phase.upkeep) return [];
  const failed = pendingEvent('upkeep.failed', { task: phase.upkeep.kind, problem });
  return problem.code === 'conflict'
    ? [failed, pendingEvent('attention.raised', { kind: 'conflict', why: problem.message })]
    : [failed];
}
