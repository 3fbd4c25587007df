/** The core of the daemon: processes commands, supervises sessions and runs, publishes events. */
import type { Result } from '../base/result.ts';
import type { Answer } from '../contract/answer.ts';
import type { Command } from '../contract/command.ts';
import type { Problem } from '../base/problem.ts';
import type { Lifecycle } from './commands/context.ts';
import { createDispatch, type Asking } from './commands/dispatch.ts';
import { createPendingAnswers } from './machine/pending-answers.ts';
import type { Deps } from './deps.ts';
import { createHub, type Hub } from './hub.ts';
import { createQuestions, type Questions } from './questions.ts';
import { rebuild } from './recovery/rebuild.ts';
import { createRefusals, type NoteRefusal } from './commands/refusals.ts';
import { recover } from './recovery/recovery.ts';
import { createRuns } from './runs/runs.ts';
import { listLeftTrees, removeLeftTrees } from './workspace/own-tree.ts';
import { repairWorkspaces } from './workspace/repair.ts';
import { openRuleBook } from './policy/rule-book.ts';
import { createLiveSessions } from './session/live-sessions.ts';

export interface Runtime extends AsyncDisposable {
  /** An accepted command is durable. A command id takes effect once, also across restarts. */
  command(command: Command, asking: Asking): Promise<Result<Answer, Problem>>;
  /** Logs in a session that one of its processes sent a command that is reserved for people. */
  readonly noteRefusal: NoteRefusal;
  readonly questions: Questions;
  readonly hub: Hub;
  /** Cancels work that only a waiting caller needs, so that servers can close. */
  cancelWaiting(): void;
}

/** Resumes the work of an earlier daemon before it returns. */
export async function startRuntime(
  given: Omit<Deps, 'rules' | 'answers'>,
  lifecycle: Lifecycle,
): Promise<Runtime> {
  const rules = await openRuleBook(given.store);
  const deps: Deps = { ...given, rules, answers: createPendingAnswers() };
  const seq = await deps.store.read('lastSeq');
  const hub = createHub(seq, (error) => deps.log.error('a subscriber failed', { error }));
  const liveSessions = createLiveSessions(deps, hub, {
    onSessionChange: (before, after) => runs.onSessionChange(before, after),
    outages: () => runs.outages(),
  });
  const runs = createRuns(deps, hub, liveSessions);
  await rebuild(deps, hub, liveSessions);
  const pending = await deps.store.read('pendingCommands');
  await recover(deps, liveSessions, pending);
  const leftTrees = listLeftTrees(deps);
  await runs.recover(pending);
  liveSessions.open();
  const closing = new AbortController();
  const live = (id: string) => [...liveSessions.cells()].find((cell) => cell.id === id)?.session;
  // In the background: a session that starts checks its own worktree.
  const repairing = repairWorkspaces(deps, live, closing.signal).catch((error: unknown) => {
    if (!closing.signal.aborted) deps.log.error('cannot look for leftovers', { error });
  });
  const clearing = removeLeftTrees(deps, leftTrees, closing.signal).catch((error: unknown) => {
    if (!closing.signal.aborted) deps.log.error('cannot remove the worktrees that were left', { error });
  });
  const questions = createQuestions(deps, runs, seq);
  const dispatch = createDispatch({
    deps,
    hub,
    liveSessions,
    runs,
    questions,
    ending: closing.signal,
    lifecycle,
  });
  // In the background: it can take as long as a session needs to end. It logs its own errors.
  void dispatch.resume(pending);
  return {
    hub,
    questions,
    noteRefusal: createRefusals(liveSessions),
    command: dispatch.command,
    cancelWaiting: () => closing.abort(new Error('the daemon ends')),
    async [Symbol.asyncDispose]() {
      closing.abort(new Error('the daemon ends'));
      await repairing;
      await clearing;
      await runs[Symbol.asyncDispose]();
      await liveSessions[Symbol.asyncDispose]();
    },
  };
}
