/** Queries that change nothing. */
import { keepStart } from '../base/cut-text.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { DiffView, StatsView } from '../contract/answer.ts';
import { cutRow } from '../contract/cut.ts';
import type { ApprovalStatus, ApprovalView } from '../contract/approval.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Event } from '../contract/event.ts';
import type { RunView } from '../contract/run.ts';
import type { SessionView } from '../contract/session.ts';
import type { EventQuery, ListedSession } from '../store/read.ts';
import type { Deps } from './deps.ts';
import { unknownRun, type Runs } from './runs/runs.ts';
import { readRow } from './session/live-sessions.ts';
import { diffOf } from './workspace/diff.ts';
import { inspectPlace } from './workspace/inspect.ts';

export interface Questions {
  /** Truncates long tasks. */
  sessions(query: { removed: boolean; repo?: string; limit: number }): Promise<SessionView[]>;
  session(selector: string): Promise<Result<SessionView, Problem>>;
  runs(query: { repo?: string; limit: number }): Promise<RunView[]>;
  run(selector: string): Promise<Result<RunView, Problem>>;
  approvals(query: { status?: ApprovalStatus; limit: number }): Promise<ApprovalView[]>;
  /** @param selector the id of an approval, the beginning of the id, or a session with a single pending approval */
  approval(selector: string): Promise<Result<ApprovalView, Problem>>;
  events(query: EventQuery): Promise<Event[]>;
  stats(): Promise<StatsView>;
  /** Resolves a selector to an id: an id, a unique beginning of one, or a name. */
  resolve(selector: string): Promise<Result<string, Problem>>;
  /** Returns the changes of a session since its base. */
  diff(selector: string): Promise<Result<DiffView, Problem>>;
  lastRemoved(): Promise<Result<string, Problem>>;
}

/** @param bootSeq the last event before this daemon started; a session without a later event is shown as restored */
export function createQuestions(deps: Deps, runs: Runs, bootSeq: number): Questions {
  const { store } = deps;
  const shown = ({ view, last_seq }: ListedSession): SessionView => ({
    ...view,
    restored: last_seq <= bootSeq,
  });

  /** Sessions are stored under the top of their repository, but users may give a link or a subdirectory. */
  const ofRepository = async <Q extends { repo?: string }>(query: Q): Promise<Q> => {
    if (query.repo === undefined) return query;
    const place = await inspectPlace(deps.git, query.repo, null);
    return place.ok ? { ...query, repo: place.value.top } : query;
  };

  const questions: Questions = {
    sessions: async (query) =>
      (await store.read('sessions', await ofRepository(query))).map((row) => cutRow(shown(row))),
    async session(selector) {
      const id = await questions.resolve(selector);
      if (!id.ok) return id;
      const row = await store.read('session', id.value);
      return row ? ok(shown(row)) : err(unknownSession(selector));
    },
    runs: async (query) => runs.list(await ofRepository(query)),
    async run(selector) {
      const id = await runs.resolve(selector);
      const view = id === undefined ? undefined : await runs.view(id);
      return view ? ok(view) : err(unknownRun(selector));
    },
    approvals: (query) => store.read('approvals', query),
    async approval(selector) {
      const found = await store.read('findApprovals', selector);
      const exact = found.find(({ id }) => id === selector);
      if (exact) return ok(exact);
      const waiting = await waitingIn(selector);
      return onlyApproval(waiting.length > 0 ? waiting : found, selector);
    },
    events: (query) => store.read('events', query),
    async stats() {
      const { completed, failed, stopped, running, ...rest } = await store.read('totals');
      return { sessions: { completed, failed, stopped, running }, ...rest };
    },
    async resolve(selector) {
      const found = await store.read('findSessions', selector);
      const exact = found.find(({ id }) => id === selector);
      const [first, second] = exact ? [exact] : found;
      if (!first) return err(unknownSession(selector));
      if (!second) return ok(first.id);
      const named = found.map(({ id, name }) => `${id} (${name})`).slice(0, 3);
      return err(problem('ambiguous', `"${selector}" could be ${named.join(', ')}`, 'a longer id'));
    },
    async diff(selector) {
      const id = await questions.resolve(selector);
      if (!id.ok) return id;
      const row = await store.read('session', id.value);
      return row ? diffOf(deps, readRow(row).session) : err(unknownSession(selector));
    },
    async lastRemoved() {
      const id = await store.read('lastRemoved');
      return id ? ok(id) : err(problem('not_found', 'no removed session to restore', 'fairlead ls'));
    },
  };
  return questions;

  /** Returns the pending approvals of the session that a selector names, if any. */
  async function waitingIn(selector: string): Promise<ApprovalView[]> {
    const session = await questions.resolve(selector);
    if (!session.ok) return [];
    const pending = await store.read('approvals', { status: 'pending', limit: 10_000 });
    return pending.filter(({ session_id }) => session_id === session.value);
  }
}

function onlyApproval(found: readonly ApprovalView[], selector: string): Result<ApprovalView, Problem> {
  const [first, second] = found;
  if (!first) return err(problem('not_found', `approval not found: ${selector}`, 'fairlead approvals'));
  if (!second) return ok(first);
  const all = found.map(({ id, tool, shown }) => `${id} (${tool} ${keepStart(shown, 60)})`).join(', ');
  return err(
    problem('ambiguous', `${found.length} approvals match "${selector}": ${all}`, 'try: the id of one'),
  );
}

function unknownSession(selector: string): Problem {
  return problem('not_found', `session not found: ${selector}`, 'fairlead ls --all');
}
