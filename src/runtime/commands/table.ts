/** All command types with their entries. */
import { createLane } from '../../base/lane.ts';
import { ok } from '../../base/result.ts';
import type { CommandOf } from '../../contract/command.ts';
import { checkPolicy, explainCall, judgeOutside } from '../policy/policy-questions.ts';
import { listRules } from '../policy/rules.ts';
import { tryUnit } from '../runs/try-unit.ts';
import { viewPlan } from '../runs/view-plan.ts';
import { startFork, startSessions } from '../session/starting.ts';
import { answerApproval } from './answer-approval.ts';
import type { CommandEntry, CommandTable } from './entry.ts';
import type { CommandTicket } from '../machine/command-ticket.ts';
import { gc } from './collect-garbage.ts';
import { commandAtOnce, commandAwaited } from './command-session.ts';
import type { CommandContext } from './context.ts';
import { findSession, findUnit, orRun } from './find-target.ts';
import { forgetRule } from './forget-rule.ts';
import { resume } from './resume.ts';
import { shutdown } from './shutdown.ts';
import { stopAll } from './stop-all.ts';
import { trust } from './trust.ts';

export function createCommandTable(context: CommandContext): CommandTable {
  return {
    ...sessionCommands(context),
    ...runCommands(context),
    ...eitherCommands(context),
    ...policyCommands(context),
    undo: undo(context),
    gc: gc(context),
    trust: trust(context),
    stop_all: stopAll(context),
    shutdown: shutdown(context),
  };
}

function sessionCommands(
  context: CommandContext,
): Pick<CommandTable, 'start' | 'fork' | 'send' | 'continue' | 'launch' | 'interrupt' | 'remove'> {
  const { deps, hub, liveSessions } = context;
  const starts = createLane();
  return {
    start: {
      // One at a time: otherwise two simultaneous `--try` commands could both take the last free slot.
      run: (command, ticket) => starts.run(() => startSessions(deps, hub, liveSessions, command, ticket)),
    },
    fork: {
      async run(command, ticket) {
        const cell = await findSession(context, command.session);
        return cell.ok ? startFork(deps, hub, liveSessions, cell.value, command, ticket) : cell;
      },
    },
    send: { run: (command, ticket) => commandAtOnce(context, command, ticket) },
    continue: { run: (command, ticket) => commandAtOnce(context, command, ticket) },
    launch: { run: (command, ticket) => commandAtOnce(context, command, ticket) },
    interrupt: { run: (command, ticket) => commandAwaited(context, command, ticket) },
    remove: { run: (command, ticket) => commandAwaited(context, command, ticket) },
  };
}

function runCommands({
  deps,
  runs,
  ending,
}: CommandContext): Pick<CommandTable, 'run' | 'plan' | 'try_plan' | 'retry' | 'skip'> {
  return {
    run: { run: (command, ticket) => runs.start(command, ticket) },
    plan: {
      async run(command) {
        const plan = await viewPlan(deps, command);
        return plan.ok ? ok({ type: 'plan', data: plan.value }) : plan;
      },
    },
    try_plan: {
      async run(command, { gone }) {
        const signal = gone ? AbortSignal.any([gone, ending]) : ending;
        const tried = await tryUnit(deps, command, signal);
        return tried.ok ? ok({ type: 'trial', data: tried.value }) : tried;
      },
    },
    retry: { run: ({ run, unit = null }, ticket) => runs.command(run, { type: 'retry', unit }, ticket) },
    skip: { run: ({ run, unit }, ticket) => runs.command(run, { type: 'skip', unit }, ticket) },
  };
}

/** Commands on a session or a run. */
function eitherCommands(
  context: CommandContext,
): Pick<CommandTable, 'pause' | 'resume' | 'stop' | 'merge' | 'rollback' | 'abandon'> {
  return {
    resume: resume(context),
    pause: {
      run: (command, ticket) =>
        orRun(context, command.target, { type: 'pause', now: command.now ?? false }, ticket, () =>
          commandAtOnce(context, command, ticket),
        ),
    },
    stop: {
      run: (command, ticket) =>
        orRun(context, command.target, { type: 'stop', force: command.force ?? false }, ticket, () =>
          commandAwaited(context, command, ticket),
        ),
    },
    merge: {
      run(command, ticket) {
        const { into = null, strategy = null } = command;
        return orRun(context, command.target, { type: 'merge', into, strategy }, ticket, () =>
          commandAwaited(context, command, ticket),
        );
      },
    },
    rollback: { run: (command, ticket) => rollBack(context, command, ticket) },
    abandon: {
      run: (command, ticket) =>
        orRun(context, command.target, { type: 'abandon' }, ticket, () =>
          commandAwaited(context, command, ticket),
        ),
    },
  };
}

async function rollBack(context: CommandContext, command: CommandOf<'rollback'>, ticket: CommandTicket) {
  const named = await findUnit(context, command.target);
  if (named) return context.runs.command(named.run, { type: 'rollback', unit: named.unit }, ticket);
  return orRun(context, command.target, { type: 'rollback', unit: null }, ticket, () =>
    commandAwaited(context, command, ticket),
  );
}

/** Without a session, restores the one that was removed last at the time of acceptance. */
function undo(context: CommandContext): CommandEntry<CommandOf<'undo'>> {
  return {
    async run(command, ticket) {
      const id = command.session === undefined ? await context.questions.lastRemoved() : ok(command.session);
      return id.ok ? commandAwaited(context, { ...command, session: id.value }, ticket) : id;
    },
  };
}

function policyCommands(
  context: CommandContext,
): Pick<
  CommandTable,
  'approve' | 'deny' | 'explain' | 'judge' | 'check_policy' | 'list_rules' | 'forget_rule'
> {
  const { deps, hub } = context;
  return {
    approve: answerApproval(context),
    deny: answerApproval(context),
    explain: { run: (command) => explainCall(deps, command) },
    judge: { run: (command, ticket) => judgeOutside(deps, hub, command, ticket) },
    check_policy: { run: (command) => checkPolicy(deps, command) },
    list_rules: { run: (command) => listRules(deps, command) },
    forget_rule: forgetRule(context),
  };
}
