/** What becomes of what happens in the world: results of effects, ends of processes, the passing of time. */
import type {
  Merge,
  MergeStrategy,
  ProcessIdentity,
  Salvage,
  SessionEventData,
  UpkeepTask,
} from '../../contract/event.ts';
import type { ApprovalView } from '../../contract/approval.ts';
import type { Problem } from '../../contract/error.ts';
import type { FailureKind, Waiting, Workspace } from '../../contract/session.ts';
import { never } from '../../base/never.ts';
import { isSame } from '../admission/waiting.ts';
import { callOf, judgeCall, placeIn, workplaceOf } from './judge-call.ts';
import { nextDeadline, type DeadlineKind } from './deadlines.ts';
import { complete } from './complete.ts';
import { failWith, stopWith, withdrawAsks } from './ending.ts';
import { expireAsks } from './expire.ts';
import { giveSlot } from './give-slot.ts';
import { holdForLimit } from './meet-limit.ts';
import { nextStep } from './next-step.ts';
import { recordReviewed, reviewStop, type Reviewed } from './review.ts';
import { mayRestart, sendOn } from './send-on.ts';
import { stall } from './stall.ts';
import { draft, holdsSlot, wantsSlot, type Ask, type Draft, type Session } from './state.ts';
import type { Surroundings } from './surroundings.ts';
import { andThen } from './and-then.ts';
import { countUses, newUses } from './uses.ts';

export type WorldFact =
  | { type: 'admitted' }
  | { type: 'workspace_prepared'; workspace: Workspace }
  | { type: 'workspace_failed'; reason: string }
  /** All that is known of it was found on disk: the database that it was in is gone. */
  | { type: 'rebuilt'; workspace: Workspace | null }
  | { type: 'launched'; launch: number; agent: ProcessIdentity; shim: ProcessIdentity }
  | { type: 'launch_failed'; launch: number; failure: 'launch' | 'guard'; reason: string }
  | { type: 'exited'; launch: number; code: number | null; signal: string | null; last_words: string | null }
  | { type: 'gate_finished'; proof: number; gate: SessionEventData['gate.finished'] }
  | {
      type: 'proved';
      proof: number;
      commits: number;
      files_changed: number;
      /** Changes to what git executes. */
      tampered: { what: string; detail: string }[];
      /** Changes to the user's checkout, which may be the user's own. */
      elsewhere: { what: string; detail: string }[];
    }
  | { type: 'proof_failed'; proof: number; reason: string }
  | { type: 'stopped'; survivors: number; killed: number }
  | { type: 'deadline'; kind: DeadlineKind }
  /** The reviewer has answered, or is known not to. */
  | ({ type: 'reviewed' } & Reviewed)
  | { type: 'policy_changed'; by: string }
  /** A call like one that waits here was answered in another session, or in this one. */
  | { type: 'sibling_answered'; approval: ApprovalView; place: string; message: string | null; by: string }
  /** Admission has decided against the session for now. */
  | { type: 'held'; waiting: Waiting }
  /** A person says that an account can be used again. */
  | { type: 'limit_lifted'; account: string; by: string }
  | { type: 'removed'; salvage: Salvage | null }
  | { type: 'restored'; workspace: Workspace | null }
  | ({ type: 'merged'; strategy: MergeStrategy } & Merge)
  | ({ type: 'rolled_back' } & Merge)
  | { type: 'abandoned'; tag: string | null; salvage: Salvage | null }
  | { type: 'upkeep_failed'; problem: Problem };

export function recordWorld(session: Session, fact: WorldFact, surroundings: Surroundings): Draft[] {
  const { at, fresh } = surroundings;
  switch (fact.type) {
    case 'admitted':
      return wantsSlot(session) === 'no' ? [] : giveSlot(session, {}, surroundings);
    case 'workspace_prepared':
      return andThen(session, [draft('workspace.prepared', { workspace: fact.workspace })], at, (state) =>
        state.phase.name === 'preparing' ? nextStep(state, fresh) : [],
      );
    case 'workspace_failed':
      return session.phase.name === 'preparing' ? failWith(session, 'workspace', fact.reason) : [];
    case 'rebuilt': {
      const { workspace } = fact;
      const found = workspace ? [draft('workspace.prepared', { workspace })] : [];
      return [...found, ...failWith(session, 'lost', 'its history was lost with a damaged database')];
    }
    case 'launched':
      return isCurrent(session, fact.launch) && session.process?.stage === 'launching'
        ? [draft('process.started', { launch: fact.launch, agent: fact.agent, shim: fact.shim })]
        : [];
    case 'launch_failed':
      return isCurrent(session, fact.launch) ? failWith(session, fact.failure, fact.reason) : [];
    case 'exited':
      return isCurrent(session, fact.launch) ? recordExited(session, fact, surroundings) : [];
    case 'gate_finished':
      return isProof(session, fact.proof) ? [draft('gate.finished', fact.gate)] : [];
    case 'proved':
      return isProof(session, fact.proof) ? recordProved(session, fact, surroundings) : [];
    case 'proof_failed':
      return isProof(session, fact.proof) ? failWith(session, 'workspace', fact.reason) : [];
    case 'stopped':
      return recordStopped(session, fact);
    case 'deadline':
      return recordDeadline(session, fact.kind, surroundings);
    case 'held':
      return wantsSlot(session) !== 'no' && !isSame(session.waits_for, fact.waiting)
        ? [draft('session.waiting', fact.waiting)]
        : [];
    case 'limit_lifted':
      return session.limit?.account === fact.account ? [draft('limit.lifted', { by: fact.by })] : [];
    case 'sibling_answered':
      return answerSiblings(session, fact, surroundings);
    case 'reviewed': {
      const { subject, by, answer, usage } = fact;
      return recordReviewed(session, { subject, by, answer, usage }, surroundings);
    }
    case 'policy_changed':
      return judgeAgain(session, fact.by, surroundings);
    case 'removed':
      return upkeep(session, 'remove', (by) => [draft('session.removed', { by, salvage: fact.salvage })]);
    case 'restored':
      return upkeep(session, 'restore', (by) => [
        draft('session.restored', { by, workspace: fact.workspace }),
      ]);
    case 'merged':
      return upkeep(session, 'merge', () => [
        draft('session.merged', {
          into: fact.into,
          from: fact.from,
          commit: fact.commit,
          strategy: fact.strategy,
        }),
      ]);
    case 'rolled_back':
      return upkeep(session, 'rollback', (by) => [
        draft('session.rolled_back', { by, into: fact.into, from: fact.from, commit: fact.commit }),
      ]);
    case 'abandoned':
      return upkeep(session, 'abandon', (by) => [
        draft('session.abandoned', { by, tag: fact.tag, salvage: fact.salvage }),
      ]);
    case 'upkeep_failed':
      return recordUpkeepFailed(session, fact.problem);
    default:
      return never(fact);
  }
}

function isCurrent({ process }: Session, launch: number): boolean {
  return process?.launch === launch;
}

function isProof({ phase }: Session, proof: number): boolean {
  return phase.name === 'proving' && phase.proof === proof;
}

function recordExited(
  session: Session,
  { launch, code, signal, last_words }: Extract<WorldFact, { type: 'exited' }>,
  surroundings: Surroundings,
): Draft[] {
  const { at, fresh } = surroundings;
  const exited = draft('process.exited', { launch, code, signal, last_words });
  if (session.process?.stage === 'leaving')
    return andThen(session, [exited], at, (state) => (holdsSlot(state) ? nextStep(state, fresh) : []));
  switch (session.phase.name) {
    case 'starting':
    case 'working':
    case 'waiting': {
      const { failure, reason } = explainExit(session, code, signal, last_words);
      if (session.rejected && code !== null && !signal)
        return andThen(session, [exited], at, (state) => holdForLimit(state, reason, surroundings));
      const lost = [exited, ...withdrawAsks(session, reason)];
      if (!session.turn || !mayRestart(session, at))
        return andThen(session, lost, at, (state) => failWith(state, failure, reason));
      const notice = draft('agent.notice', { level: 'warning', text: `${reason}; starting it again` });
      return andThen(session, [...lost, notice], at, (state) =>
        holdsSlot(state) ? nextStep(state, fresh) : [],
      );
    }
    case 'queued':
    case 'preparing':
    case 'proving':
    case 'idle':
    case 'paused':
    case 'stopping':
    case 'ended':
      return [exited];
  }
}

function explainExit(
  { phase, spec }: Session,
  code: number | null,
  signal: string | null,
  lastWords: string | null,
): { failure: FailureKind; reason: string } {
  const words = lastWords ? `: ${lastWords}` : '';
  if (code === 127 && phase.name === 'starting')
    return {
      failure: 'launch',
      reason: `${spec.agent} cannot be started: its program was not found${words}`,
    };
  if (signal) return { failure: 'killed', reason: `the agent was killed by ${signal}` };
  if (code === null) return { failure: 'lost', reason: 'the agent was gone when fairlead came back' };
  if (phase.name === 'starting')
    return {
      failure: 'launch',
      reason: `${spec.agent} ended with status ${code} before it was ready${words}`,
    };
  return {
    failure: 'crashed',
    reason: `the agent ended with status ${code} in the middle of a turn${words}`,
  };
}

function recordProved(
  session: Session,
  { commits, files_changed, tampered, elsewhere }: Extract<WorldFact, { type: 'proved' }>,
  surroundings: Surroundings,
): Draft[] {
  const alarms = [
    ...tampered.map((finding) => draft('guard.tripped', { where: 'repository', ...finding })),
    ...elsewhere.map((finding) => draft('guard.tripped', { where: 'checkout', ...finding })),
  ];
  const [first] = tampered;
  if (first) {
    const reason = `changed what git executes (${first.what}): look at it before you continue`;
    return [
      ...alarms,
      draft('attention.raised', { kind: 'review', why: reason }),
      ...failWith(session, 'guard', reason),
    ];
  }
  return [...alarms, ...judgeWork(session, { commits, files_changed }, surroundings)];
}

function judgeWork(
  session: Session,
  counts: { commits: number; files_changed: number },
  surroundings: Surroundings,
): Draft[] {
  const { gates, statement } = session;
  const changed = counts.commits + counts.files_changed > 0;
  const failed = gates.find(({ passed }) => !passed);
  if (failed)
    return missed(
      session,
      'gate',
      `gate failed: ${failed.command} (${failed.why})`,
      failed.output,
      surroundings,
    );
  if (!changed && !statement)
    return missed(
      session,
      'no_evidence',
      'ended its turn without a change and without a word',
      '',
      surroundings,
    );
  return reviewStop(session, counts, surroundings) ?? complete(session, counts);
}

/** Something is missing for completion: sends the agent on where it may, else fails. */
function missed(
  session: Session,
  failure: FailureKind,
  reason: string,
  output: string,
  surroundings: Surroundings,
): Draft[] {
  const words = `Not done yet: ${reason}. Go on with the task until this is mended.`;
  const onward = sendOn(session, reason, output ? `${words}\n\n${output}` : words, surroundings);
  if (!onward) return failWith(session, failure, reason);
  return andThen(session, onward, surroundings.at, (state) => nextStep(state, surroundings.fresh));
}

function recordStopped(
  session: Session,
  { survivors, killed }: { survivors: number; killed: number },
): Draft[] {
  if (session.phase.name !== 'stopping') return [];
  return [draft('session.ended', { outcome: session.phase.outcome, survivors, killed })];
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
        `has said and done nothing for ${surroundings.settings.silence_time_s} s`,
        surroundings,
      );
    case 'answer':
      return expireAsks(session, surroundings);
    case 'time':
      return failWith(session, 'budget', `worked longer than its limit of ${spec.max_time_s} s`);
  }
}

/** A rule has come or gone: what waits for a person may be decided by it now. */
function judgeAgain(session: Session, by: string, surroundings: Surroundings): Draft[] {
  const taken: Draft[] = [];
  const used = (key: string) => surroundings.used(key) + countUses(taken, key);
  for (const ask of session.asks) {
    const { approval, answer, uses: counted } = ask;
    if (answer || approval.question) continue;
    const verdict = judgeCall(session, callOf(ask), { ...surroundings, used });
    const { decision, reason } = verdict;
    if (decision === 'ask') continue;
    const status = decision === 'allow' ? 'allowed' : 'denied';
    const uses = newUses(verdict, counted);
    taken.push(
      draft('approval.answered', { approval_id: approval.id, status, by, message: reason, ...uses }),
    );
  }
  return taken;
}

/** One answer serves every call that waits for the same: what is denied by now, and what only one person can say, excepted. */
function answerSiblings(
  session: Session,
  { approval, place, message, by }: Extract<WorldFact, { type: 'sibling_answered' }>,
  surroundings: Surroundings,
): Draft[] {
  const { status } = approval;
  if (status !== 'allowed' && status !== 'denied') return [];
  const isSame = ({ approval: other, answer }: Ask) =>
    !answer &&
    !other.question &&
    other.id !== approval.id &&
    other.tool === approval.tool &&
    JSON.stringify(other.input) === JSON.stringify(approval.input) &&
    placeIn(workplaceOf(session), other.cwd) === place;
  return session.asks.filter(isSame).flatMap((ask) => {
    const verdict = judgeCall(session, callOf(ask), surroundings);
    if (status === 'allowed' && verdict.decision === 'deny') return [];
    return [draft('approval.answered', { approval_id: ask.approval.id, status, by, message })];
  });
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
