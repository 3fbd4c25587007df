/** Where commands arrive: each goes to whom it concerns, once, and is answered when what it asked for has come about. */
import { createHash } from 'node:crypto';
import { createLane } from '../base/lane.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Answer, AnswerOf, StopView } from '../contract/answer.ts';
import type { ApprovalView } from '../contract/approval.ts';
import type { Command, CommandOf, CommandType } from '../contract/command.ts';
import { problem, type Problem } from '../contract/error.ts';
import { parseUnitSelector, type UnitSelector } from '../contract/unit-selector.ts';
import type { SessionEventData } from '../contract/event.ts';
import { accountOf } from '../core/admission/account.ts';
import type { RunCommand } from '../core/plan/decide.ts';
import type { SessionCommand } from '../core/session/decide.ts';
import { placeIn, workplaceOf } from '../core/session/asks/judge-call.ts';
import type { Session } from '../core/session/state.ts';
import { viewOf } from '../core/session/view.ts';
import type { Asked } from './asked.ts';
import { collectGarbage } from './collect-garbage.ts';
import type { Deps } from './deps.ts';
import type { Hub } from './hub.ts';
import { checkPolicy, explainCall, judgeOutside } from './policy-questions.ts';
import type { Questions } from './questions.ts';
import type { SessionCell } from './session-cell.ts';
import { listRules, ruleToForget } from './rules.ts';
import { startFork, startSessions } from './starting.ts';
import type { Runs } from './runs/runs.ts';
import { tryUnit } from './runs/try-unit.ts';
import type { Tenants } from './tenants.ts';
import { trustFiles } from './workspace/trust-files.ts';

/** Who asks, and how the command is known if it is sent again. */
export interface Asking {
  command_id: string | undefined;
  by: string;
  /** Aborts when nobody waits for the answer any more. */
  gone?: AbortSignal;
}

type Answering = Promise<Result<Answer, Problem>>;
type Handlers = { [T in CommandType]: (command: CommandOf<T>, asked: Asked) => Answering };

/** @param ending aborts when the daemon is told to end: what no later daemon takes up is called off */
export function createDispatch(
  deps: Deps,
  hub: Hub,
  tenants: Tenants,
  runs: Runs,
  questions: Questions,
  ending: AbortSignal,
): (command: Command, asking: Asking) => Answering {
  const starts = createLane();
  const underway = new Map<string, { fingerprint: string; answer: Answering }>();

  const handlers: Handlers = {
    // One after another: two `--try` at the same moment must not both find the last slot free.
    start: (command, asked) => starts.run(() => startSessions(deps, hub, tenants, command, asked)),
    fork: async (command, asked) => {
      const cell = await find(command.session);
      return cell.ok ? startFork(deps, hub, tenants, cell.value, command, asked) : cell;
    },
    send: toSession,
    continue: toSession,
    pause: (command, asked) =>
      orRun(command.session, { type: 'pause', now: command.now ?? false }, asked, () =>
        toSession(command, asked),
      ),
    resume: (command, asked) =>
      orRun(command.session, { type: 'resume' }, asked, () => resumeSession(command, asked)),
    launch: toSession,
    run: (command, asked) => runs.start(command, asked),
    plan: async (command) => {
      const plan = await runs.plan(command);
      return plan.ok ? ok({ type: 'plan', data: plan.value }) : plan;
    },
    try_plan: async (command, { gone }) => {
      const signal = gone ? AbortSignal.any([gone, ending]) : ending;
      const tried = await tryUnit(deps, command, signal);
      return tried.ok ? ok({ type: 'trial', data: tried.value }) : tried;
    },
    retry: ({ run, unit = null }, asked) => runs.command(run, { type: 'retry', unit }, asked),
    skip: ({ run, unit }, asked) => runs.command(run, { type: 'skip', unit }, asked),
    interrupt: async (command, asked) => {
      const cell = await find(command.session);
      if (!cell.ok) return cell;
      const accepted = await cell.value.command(command, asked.by, () => null);
      return accepted.ok ? interrupted(cell.value) : accepted;
    },
    stop: (command, asked) =>
      orRun(command.session, { type: 'stop', force: command.force ?? false }, asked, async () => {
        const cell = await find(command.session);
        return cell.ok ? stopOne(cell.value, command, asked.by) : cell;
      }),
    stop_all: async ({ force = false }, { by }) => {
      const cells = [...tenants.cells()].filter(({ session }) => session.phase.name !== 'ended');
      const stopped = await Promise.all(
        cells.map((cell) => stopOne(cell, { type: 'stop', session: cell.id, force }, by)),
      );
      return ok({ type: 'stopped', data: stopped.flatMap((one) => (one.ok ? one.value.data : [])) });
    },
    approve: answerAsk,
    deny: answerAsk,
    remove: toUpkeep,
    merge: (command, asked) => {
      const { into = null, strategy = null } = command;
      return orRun(command.session, { type: 'merge', into, strategy }, asked, () => toUpkeep(command, asked));
    },
    rollback: async (command, asked) => {
      const named = await unitNamed(command.session);
      if (named) return runs.command(named.run, { type: 'rollback', unit: named.unit }, asked);
      return orRun(command.session, { type: 'rollback', unit: null }, asked, () => toUpkeep(command, asked));
    },
    abandon: (command, asked) =>
      orRun(command.session, { type: 'abandon' }, asked, () => toUpkeep(command, asked)),
    undo: async (command, asked) => {
      const id = command.session === undefined ? await questions.lastRemoved() : ok(command.session);
      return id.ok ? toUpkeep({ ...command, session: id.value }, asked) : id;
    },
    gc: async ({ dry_run = false }, { by }) =>
      ok({ type: 'gc', data: await collectGarbage(deps, tenants, { dryRun: dry_run, by }) }),
    trust: (command) => trustFiles(deps, command),
    explain: (command) => explainCall(deps, command),
    judge: (command, asked) => judgeOutside(deps, hub, command, asked),
    check_policy: (command) => checkPolicy(deps, command),
    list_rules: (command) => listRules(deps, command),
    forget_rule: forgetRule,
    shutdown: () =>
      Promise.resolve(
        err(problem('unsupported', 'only the daemon can be stopped this way', 'fairlead daemon stop')),
      ),
  };

  return async (command, { command_id, by, gone }) => {
    // One entry per type, so the entry found takes the command that it was found by.
    const handle = handlers[command.type] as (command: Command, asked: Asked) => Answering;
    if (command_id === undefined) return handle(command, { by, receipt: () => null, ...(gone && { gone }) });

    const fingerprint = createHash('sha256').update(JSON.stringify(command)).digest('hex');
    const same = underway.get(command_id);
    if (same) return same.fingerprint === fingerprint ? same.answer : err(reused(command_id));
    const answer = answerOnce(
      command_id,
      fingerprint,
      (asked) => handle(command, { ...asked, ...(gone && { gone }) }),
      by,
    );
    underway.set(command_id, { fingerprint, answer });
    try {
      return await answer;
    } finally {
      underway.delete(command_id);
    }
  };

  async function answerOnce(
    command_id: string,
    fingerprint: string,
    handle: (asked: Asked) => Answering,
    by: string,
  ): Answering {
    const known = await deps.store.read('receipt', command_id);
    // A receipt holds the answer that was given, which had this type.
    if (known)
      return known.fingerprint === fingerprint ? ok(known.answer as Answer) : err(reused(command_id));
    const at = new Date(deps.clock.now()).toISOString();
    return handle({ by, receipt: (answer) => ({ command_id, fingerprint, at, answer }) });
  }

  /** What can be asked of a session and of a run goes to whichever the selector stands for, to a session first. */
  async function orRun(
    selector: string,
    command: RunCommand,
    asked: Asked,
    toSession: () => Answering,
  ): Answering {
    const session = await questions.resolve(selector);
    const run = session.ok ? undefined : await runs.resolve(selector);
    return run === undefined ? toSession() : runs.command(run, command, asked);
  }

  /** The unit that is meant by `RUN/UNIT`; a session may have a name with a slash, and then is meant itself. */
  async function unitNamed(selector: string): Promise<UnitSelector | undefined> {
    const named = parseUnitSelector(selector);
    if (!named) return undefined;
    const session = await questions.resolve(selector);
    return session.ok || session.error.code === 'ambiguous' ? undefined : named;
  }

  async function answerAsk(command: CommandOf<'approve'> | CommandOf<'deny'>, asked: Asked): Answering {
    const named = await unitNamed(command.approval);
    return named ? toUnit(command, named, asked) : toApproval(command, asked);
  }

  /** A question that a unit of a run asks is named `RUN/UNIT`. */
  async function toUnit(
    command: CommandOf<'approve'> | CommandOf<'deny'>,
    { run, unit }: UnitSelector,
    asked: Asked,
  ): Answering {
    const { message, scope, rules, reason, expires, max_uses } = command;
    if ((scope ?? 'once') !== 'once' || (rules ?? reason ?? expires ?? max_uses) !== undefined)
      return err(
        problem('invalid', 'no rule can answer a unit', 'answer it for this once, with --message TEXT'),
      );
    const accepted = command.type === 'approve';
    return runs.command(run, { type: 'answer', unit, accepted, text: message ?? null }, asked);
  }

  async function find(selector: string): Promise<Result<SessionCell, Problem>> {
    const id = await questions.resolve(selector);
    if (!id.ok) return id;
    const cell = await tenants.find(id.value);
    return cell ? ok(cell) : err(problem('not_found', `session not found: ${selector}`, 'fairlead ls --all'));
  }

  async function toSession(
    command: Extract<SessionCommand, { type: 'send' | 'continue' | 'pause' | 'resume' | 'launch' }>,
    asked: Asked,
  ): Answering {
    const cell = await find(command.session);
    if (!cell.ok) return cell;
    const accepted = await cell.value.command(command, asked.by, (session) =>
      asked.receipt(answerSession(session)),
    );
    return accepted.ok ? ok(answerSession(accepted.value)) : accepted;
  }

  /** Of a session that is held by a usage limit, it says that the account can be used again: all that it holds go on. */
  async function resumeSession(command: CommandOf<'resume'>, asked: Asked): Answering {
    const found = await find(command.session);
    const held = found.ok && found.value.session.waits_for?.kind === 'limit';
    const answer = await toSession(command, asked);
    if (!answer.ok || !found.ok || !held) return answer;
    const { spec } = found.value.session;
    const account = accountOf(spec, await deps.configuration.inForce(spec.repo));
    const { by } = asked;
    await Promise.all([...tenants.cells()].map((cell) => cell.report({ type: 'limit_lifted', account, by })));
    return answer;
  }

  async function toApproval(command: CommandOf<'approve'> | CommandOf<'deny'>, asked: Asked): Answering {
    const found = await questions.approval(command.approval);
    if (!found.ok) return found;
    const approval = found.value;
    if (approval.status !== 'pending')
      return err(answeredAlready(approval.id, approval.status, approval.answered_by));
    const cell = await find(approval.session_id);
    if (!cell.ok) return cell;
    const at = new Date(deps.clock.now()).toISOString();
    const status = command.type === 'approve' ? 'allowed' : 'denied';
    const answered: ApprovalView = { ...approval, status, answered_by: asked.by, answered_at: at };
    let answer: Answer = { type: 'approval', data: answered };
    const accepted = await cell.value.command(
      { ...command, approval: approval.id },
      asked.by,
      (_session, events) => {
        const added = events.flatMap(({ kind, data }) =>
          kind === 'rule.added' ? [{ id: data.id, rule: data.rule }] : [],
        );
        if (added.length > 0) answer = { type: 'approval', data: { ...answered, added } };
        return asked.receipt(answer);
      },
    );
    if (accepted.ok) {
      const changed = command.type === 'approve' && command.input !== undefined;
      if (!changed && !approval.question)
        await answerSiblings(cell.value, answered, command.message ?? null, asked.by);
      await judgeOthers(cell.value, asked.by);
      return ok(answer);
    }
    // Somebody may have been faster by a moment: then the store knows who.
    const now = await questions.approval(approval.id);
    return now.ok && now.value.status !== 'pending'
      ? err(answeredAlready(now.value.id, now.value.status, now.value.answered_by))
      : accepted;
  }

  /** The same call may wait elsewhere in the same repository. */
  async function answerSiblings(
    { session }: SessionCell,
    approval: ApprovalView,
    message: string | null,
    by: string,
  ): Promise<void> {
    const cells = [...tenants.cells()].filter(
      (cell) => cell.session.asks.length > 0 && cell.session.spec.repo === session.spec.repo,
    );
    const place = placeIn(workplaceOf(session), approval.cwd);
    const fact = { type: 'sibling_answered', approval, place, message, by } as const;
    const told = cells.map((cell) => cell.report(fact));
    await Promise.all(told);
  }

  async function forgetRule(command: CommandOf<'forget_rule'>, asked: Asked): Answering {
    const found = await ruleToForget(deps, command);
    if (!found.ok) return found;
    const { rule, view } = found.value;
    const cell = await find(rule.session_id);
    if (!cell.ok) return cell;
    const answer: Answer = { type: 'rule', data: view };
    const forgotten = { type: 'forget_rule', repo: command.repo, rule: rule.id } as const;
    const accepted = await cell.value.command(forgotten, asked.by, () => asked.receipt(answer));
    if (!accepted.ok) return accepted;
    await judgeOthers(cell.value, asked.by);
    return ok(answer);
  }

  /** An answer may have added a rule that decides what waits elsewhere. */
  async function judgeOthers(answered: SessionCell, by: string): Promise<void> {
    const waiting = [...tenants.cells()].filter((cell) => cell === answered || cell.session.asks.length > 0);
    await Promise.all(waiting.map((cell) => cell.report({ type: 'policy_changed', by })));
  }

  async function interrupted(cell: SessionCell): Answering {
    const session = await cell.until(
      ({ phase }) => !('interrupt' in phase) || phase.interrupt?.overdue === true,
    );
    if (!('interrupt' in session.phase)) return ok(answerSession(session));
    const { interrupt_time_s } = await deps.configuration.inForce(session.spec.repo);
    return err(
      problem(
        'timed_out',
        `session ${cell.id} did not stop its turn within ${interrupt_time_s} s`,
        `end it with: fairlead stop ${cell.id}`,
      ),
    );
  }

  async function stopOne(
    cell: SessionCell,
    command: CommandOf<'stop'>,
    by: string,
  ): Promise<Result<AnswerOf<'stopped'>, Problem>> {
    const proof = Promise.withResolvers<StopView>();
    using _subscription = hub.subscribe(({ events }) => {
      for (const event of events)
        if (event.kind === 'session.ended' && event.session_id === cell.id)
          proof.resolve({ session_id: cell.id, killed: event.data.killed, survivors: event.data.survivors });
    });
    const accepted = await cell.command(command, by, () => null);
    if (!accepted.ok) return accepted;
    if (cell.session.phase.name === 'ended') proof.resolve({ session_id: cell.id, killed: 0, survivors: 0 });
    return ok({ type: 'stopped', data: [await proof.promise] });
  }

  async function toUpkeep(
    command: Extract<SessionCommand, { type: 'remove' | 'merge' | 'rollback' | 'abandon' | 'undo' }>,
    asked: Asked,
  ): Answering {
    const cell = await find(command.session ?? '');
    if (!cell.ok) return cell;
    const outcome = Promise.withResolvers<Result<Answer, Problem>>();
    using _subscription = hub.subscribe(({ events }) => {
      for (const event of events) {
        if (event.session_id !== cell.value.id) continue;
        if (event.kind === 'upkeep.failed') outcome.resolve(err(event.data.problem));
        else if (event.kind === 'session.merged')
          outcome.resolve(ok(mergeAnswer(event.session_id, event.data)));
        else if (upkeepEnds.has(event.kind)) outcome.resolve(ok(answerSession(cell.value.session)));
      }
    });
    const accepted = await cell.value.command(command, asked.by, () => null);
    return accepted.ok ? await outcome.promise : accepted;
  }
}

function answerSession(session: Session): AnswerOf<'session'> {
  return { type: 'session', data: viewOf(session) };
}

const upkeepEnds = new Set<string>([
  'session.removed',
  'session.restored',
  'session.rolled_back',
  'session.abandoned',
]);

function mergeAnswer(
  session_id: string,
  { into, commit, strategy }: SessionEventData['session.merged'],
): AnswerOf<'merge'> {
  return { type: 'merge', data: { session_id, into, commit, strategy } };
}

function answeredAlready(id: string, status: string, by: string | null): Problem {
  const who = by === null ? '' : ` by ${by}`;
  return problem(
    'answered',
    `approval ${id} was already ${status}${who}`,
    'see what is open: fairlead approvals',
  );
}

function reused(command_id: string): Problem {
  return problem(
    'reused_command_id',
    `command id ${command_id} was used for another command`,
    'use a fresh id',
  );
}
