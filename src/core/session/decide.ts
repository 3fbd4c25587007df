/** Decides commands on a session: events, or a refusal with the next step. */
import { err, ok, type Result } from '../../base/result.ts';
import type { Command } from '../../contract/command.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { stopWith } from './turns/ending.ts';
import { admit } from './turns/admit.ts';
import { addRules } from './asks/add-rules.ts';
import { callOf, judgeCall } from './asks/judge-call.ts';
import { nextStep } from './turns/next-step.ts';
import { holdsSlot, wantsSlot } from './slot.ts';
import { pendingEvent, type Ask, type PendingEvent, type Session } from './state.ts';
import type { DecisionContext } from './decision-context.ts';
import { thenDecide } from './then-decide.ts';

/** Commands on one session, or on one of its approvals. */
export type SessionCommand = Extract<
  Command,
  {
    type:
      | 'send'
      | 'continue'
      | 'interrupt'
      | 'pause'
      | 'resume'
      | 'launch'
      | 'stop'
      | 'approve'
      | 'deny'
      | 'forget_rule'
      | 'remove'
      | 'undo'
      | 'merge'
      | 'rollback'
      | 'abandon';
  }
>;

type CommandDecisionContext = DecisionContext & { by: string };
type Decision = Result<PendingEvent[], Problem>;
type Table = {
  [T in SessionCommand['type']]: (
    session: Session,
    command: Extract<SessionCommand, { type: T }>,
    asked: CommandDecisionContext,
  ) => Decision;
};

export function decide(session: Session, command: SessionCommand, asked: CommandDecisionContext): Decision {
  // One entry per type, so the entry matches its command.
  const entry = table[command.type] as (
    ...args: [Session, SessionCommand, CommandDecisionContext]
  ) => Decision;
  return entry(session, command, asked);
}

const table: Table = {
  send: (session, { text }, asked) => speak(session, text, asked),
  continue(session, { text }, asked) {
    const { name } = session.phase;
    if (name !== 'ended' && name !== 'idle' && name !== 'paused')
      return refuse(
        session,
        'continued',
        `it is still running; to add to its task: fairlead send ${session.id} TEXT`,
      );
    return speak(session, text, asked);
  },
  interrupt(session, _command, { by, capabilities }) {
    const { phase } = session;
    if (phase.name !== 'working' && phase.name !== 'waiting')
      return refuse(session, 'interrupted', 'only a session in a turn can be interrupted');
    if (!capabilities.interrupt)
      return err(
        problem('unsupported', `${session.spec.agent} cannot be interrupted`, `fairlead stop ${session.id}`),
      );
    return ok(phase.interrupt && !phase.interrupt.overdue ? [] : [pendingEvent('turn.interrupting', { by })]);
  },
  pause(session, _command, { by }) {
    const { name } = session.phase;
    if (name === 'paused' || session.intent === 'pause') return ok([]);
    if (name === 'idle' || name === 'stopping' || name === 'ended')
      return refuse(session, 'paused', 'it has no turn to come');
    const pausing = pendingEvent('session.pausing', { by });
    return ok(name === 'queued' ? [pausing, pendingEvent('session.paused', {})] : [pausing]);
  },
  resume(session, _command, { by }) {
    if (session.waits_for?.kind === 'limit' && session.intent !== 'pause')
      return ok(session.limit ? [pendingEvent('limit.lifted', { by })] : []);
    if (session.intent !== 'pause') return refuse(session, 'resumed', 'it is not paused');
    if (session.phase.name === 'paused' && session.prompts.length === 0 && session.stats.turns === 0)
      return refuse(session, 'resumed', `it has no task yet: fairlead send ${session.id} TEXT`);
    return ok([pendingEvent('session.resumed', { by })]);
  },
  launch: (session, _command, asked) =>
    wantsSlot(session) === 'no'
      ? refuse(session, 'launched', 'it does not wait for a slot')
      : ok(admit(session, { by: asked.by }, asked)),
  stop(session, { force = false }, { by }) {
    const { phase } = session;
    if (phase.name === 'ended') return ok([]);
    // A polite stop can still become a forced one; its outcome stays.
    if (phase.name === 'stopping')
      return ok(force ? [pendingEvent('session.stopping', { outcome: phase.outcome, force })] : []);
    return ok(stopWith(session, { kind: 'stopped', by }, `stopped by ${by}`, force));
  },
  approve: (session, command, asked) =>
    answer(session, command.approval, (ask) => {
      const { approval, scope = 'once', input } = command;
      if (input !== undefined && !asked.capabilities.rewrites_input)
        return err(
          problem(
            'unsupported',
            `${session.spec.agent} does not accept a changed input`,
            `approve it as shown, or fairlead deny ${approval} --message TEXT`,
          ),
        );
      const call = callOf(ask);
      const now = judgeCall(session, { ...call, input: input ?? call.input }, asked);
      if (!ask.approval.question && now.decision === 'deny')
        return err(
          problem(
            'forbidden',
            `the policy denies the changed call: ${now.reason}`,
            `fairlead deny ${approval} --message TEXT`,
          ),
        );
      if (scope !== 'once' && input !== undefined)
        return err(
          problem('invalid', 'a changed call can be allowed only once', 'the scope or the input, not both'),
        );
      const answered = pendingEvent('approval.answered', {
        approval_id: ask.approval.id,
        status: 'allowed',
        by: asked.by,
        message: null,
        ...(input === undefined ? {} : { input }),
      });
      const added = addRules(session, ask, command, asked);
      return added.ok ? ok([...added.value, answered]) : added;
    }),
  deny: (session, command, asked) =>
    answer(session, command.approval, (ask) => {
      const answered = pendingEvent('approval.answered', {
        approval_id: ask.approval.id,
        status: 'denied',
        by: asked.by,
        message: command.message ?? null,
      });
      const added = addRules(session, ask, command, asked);
      return added.ok ? ok([...added.value, answered]) : added;
    }),
  forget_rule: (_session, { rule }, { by }) => ok([pendingEvent('rule.forgotten', { id: rule, by })]),
  remove: (session, { force = false }, { by }) =>
    session.removed
      ? err(problem('wrong_phase', `session ${session.id} is already removed`, 'fairlead undo'))
      : upkeep(session, 'removed', { kind: 'remove', by, force }),
  undo: (session, _command, { by }) =>
    session.removed
      ? upkeep(session, 'restored', { kind: 'restore', by })
      : err(problem('wrong_phase', `session ${session.id} is not removed`, 'fairlead ls')),
  merge: (session, { into, strategy = 'merge' }, { by }) =>
    inWorktree(session, 'merged') ??
    upkeep(session, 'merged', { kind: 'merge', by, into: into ?? null, strategy }),
  rollback: (session, _command, { by }) =>
    session.merged && session.merged.from !== session.merged.commit
      ? upkeep(session, 'rolled back', { kind: 'rollback', by })
      : refuse(session, 'rolled back', 'none of its work was merged'),
  abandon: (session, _command, { by }) =>
    inWorktree(session, 'abandoned') ?? upkeep(session, 'abandoned', { kind: 'abandon', by }),
};

/** A prompt is accepted in all phases but two; if necessary, it begins a new epoch or ends a pause. */
function speak(session: Session, text: string, { at, newIds, by }: CommandDecisionContext): Decision {
  if (session.removed)
    return refuse(session, 'spoken to', 'its workspace was removed (restore it: fairlead undo)');
  const prompt = { prompt_id: newIds.prompt, text, by };
  switch (session.phase.name) {
    case 'stopping':
      return refuse(session, 'spoken to', 'it is being stopped; try again when it has ended');
    case 'ended':
      return session.phase.upkeep
        ? refuse(session, 'spoken to', 'its workspace is busy; try again in a moment')
        : ok([
            pendingEvent('session.continued', {
              epoch: session.epoch + 1,
              ...prompt,
              text: withTask(session, text),
            }),
          ]);
    case 'paused':
      return ok([pendingEvent('prompt.queued', prompt), pendingEvent('session.resumed', { by })]);
    case 'queued':
    case 'preparing':
    case 'starting':
    case 'working':
    case 'waiting':
    case 'idle':
      return ok([pendingEvent('prompt.queued', prompt)]);
    case 'proving':
      return ok(
        thenDecide(session, [pendingEvent('prompt.queued', prompt)], at, (state) =>
          holdsSlot(state) ? nextStep(state, newIds) : [],
        ),
      );
  }
}

/** An agent that was stopped before its first turn has not received the task. */
function withTask({ stats, spec }: Session, text: string): string {
  return stats.turns === 0 ? `${spec.task}\n\n${text}` : text;
}

function answer(session: Session, id: string, decide: (ask: Ask) => Decision): Decision {
  const ask = session.asks.find(({ approval }) => approval.id === id);
  if (!ask) return err(problem('answered', `approval ${id} is not pending`, 'fairlead approvals'));
  if (ask.answer)
    return err(problem('answered', `approval ${id} was already answered`, 'fairlead approvals'));
  return decide(ask);
}

function upkeep(session: Session, done: string, task: Parameters<typeof upkeepDraft>[0]): Decision {
  const { phase, id } = session;
  if (phase.name !== 'ended') return refuse(session, done, `stop it first: fairlead stop ${id}`);
  if (phase.upkeep)
    return err(problem('busy', `session ${id} is busy (${phase.upkeep.kind})`, 'again in a moment'));
  return ok([upkeepDraft(task)]);
}

function upkeepDraft(task: Extract<PendingEvent, { kind: 'upkeep.started' }>['data']['task']): PendingEvent {
  return pendingEvent('upkeep.started', { task });
}

function inWorktree(session: Session, done: string): Decision | undefined {
  if (session.removed) return refuse(session, done, 'its workspace was removed (restore it: fairlead undo)');
  if (session.workspace?.branch) return undefined;
  return refuse(session, done, 'it has no branch of its own');
}

function refuse({ id, phase }: Session, done: string, why: string): Decision {
  return err(problem('wrong_phase', `session ${id} (${phase.name}) cannot be ${done}`, why));
}
