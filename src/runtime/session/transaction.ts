/**
 * Builds a commit from pending events: folds them, collects their effects, and encodes messages to the agent as lines
 * at positions in the journal. Pure: effects run only after the commit is stored.
 */
import type { Adapter, AgentSettings, HookAnswer, LaunchRequest } from '../../agents/agent.ts';
import type { AgentEvent } from '../../contract/agent-event.ts';
import type { ApprovalView } from '../../contract/approval.ts';
import type { NewEvent } from '../../contract/event.ts';
import { evolve } from '../../core/session/evolve.ts';
import { react, type Effect } from '../../core/session/react.ts';
import type { PendingEvent, Session } from '../../core/session/state.ts';
import { usesOf } from '../../core/session/asks/uses.ts';
import { viewOf } from '../../core/session/view.ts';
import { lineBytes } from '../../host/process/journal-writer.ts';
import { emptyCommit, type Commit, type NewEffect, type StoredRule } from '../../store/commit.ts';
import type { Cursor } from './cursor.ts';

export interface AdapterBinding {
  adapter: Adapter;
  agent: AgentSettings;
}

/** The stored form of effects: messages to the agent are lines with a position. */
export type JournalEffect =
  | Exclude<Effect, { kind: 'tell' } | { kind: 'launch' }>
  | { kind: 'launch'; launch: number; input_from: number; request: LaunchRequest }
  | { kind: 'write'; offset: number; lines: string[] }
  | { kind: 'answer'; launch: number; answers: HookAnswer[] };

export interface Transaction {
  session: Session;
  cursor: Cursor;
  commit: Commit;
}

export interface TransactionInput {
  session: Session;
  cursor: Cursor;
  /** Undefined if the agent is no longer configured; then nothing can be sent to it. */
  binding: AdapterBinding | undefined;
  /** Protocol lines of the adapter, sent before all others. */
  protocolLines: string[];
  /** Answers of the adapter to hooks, sent before those of decisions. */
  answers: HookAnswer[];
  pendingEvents: PendingEvent[];
  /** Decides on events that an adapter returns when it encodes a request. */
  recordEvents(session: Session, events: AgentEvent[]): PendingEvent[];
  at: string;
}

export function buildTransaction(input: TransactionInput): Transaction {
  const { binding, at } = input;
  let { session, cursor } = input;
  const events: NewEvent[] = [];
  const effects: JournalEffect[] = [];
  const approvals: ApprovalView[] = [];
  const rules: StoredRule[] = [];
  const uses: string[] = [];
  const forgotten: string[] = [];

  send(input.protocolLines);
  answer(input.answers);
  const todo = [...input.pendingEvents];
  for (let entry = todo.shift(); entry; entry = todo.shift()) {
    const before = session;
    session = evolve(before, entry, at);
    events.push(eventOf(session, entry, at));
    approvals.push(...approvalsOf(before, entry, session, at));
    rules.push(...rulesOf(session, entry, at));
    uses.push(...usesOf(entry));
    if (entry.kind === 'rule.forgotten') forgotten.push(entry.data.id);
    for (const effect of react(before, entry, session)) perform(effect);
  }

  return {
    session,
    cursor,
    commit: {
      ...emptyCommit,
      events,
      sessions: [{ id: session.id, view: viewOf(session), state: session, cursor, open: isOpen(session) }],
      approvals,
      rules,
      forgotten,
      uses,
      effects: effects.map((effect): NewEffect => ({ owner: session.id, kind: effect.kind, data: effect })),
    },
  };

  function perform(effect: Effect): void {
    switch (effect.kind) {
      case 'tell': {
        if (!binding || !cursor.adapter) return;
        const step = binding.adapter.encode(cursor.adapter, effect.request);
        cursor = { ...cursor, adapter: step.state };
        todo.unshift(...input.recordEvents(session, step.events));
        answer(step.answers ?? []);
        return send(step.send);
      }
      case 'launch': {
        if (!binding) return;
        const { launch } = effect;
        const request = requestOf(effect, binding, session);
        const step = binding.adapter.open(request);
        effects.push({ kind: 'launch', launch, input_from: cursor.in_length, request: withoutEnv(request) });
        cursor = { ...cursor, calls: { launch, offset: 0 }, adapter: step.state };
        return send(step.send);
      }
      case 'prepare':
      case 'prove':
      case 'stop':
      case 'release':
      case 'review':
      case 'upkeep':
        effects.push(effect);
    }
  }

  function answer(answers: HookAnswer[]): void {
    if (answers.length > 0) effects.push({ kind: 'answer', launch: cursor.calls.launch, answers });
  }

  function send(lines: string[]): void {
    if (lines.length === 0) return;
    effects.push({ kind: 'write', offset: cursor.in_length, lines });
    const bytes = lines.reduce((sum, line) => sum + lineBytes(line), 0);
    cursor = { ...cursor, in_length: cursor.in_length + bytes };
  }
}

function requestOf(
  { conversation, resume, fork, torn_turn }: Extract<Effect, { kind: 'launch' }>,
  { agent }: AdapterBinding,
  { spec, workspace }: Session,
): LaunchRequest {
  return {
    agent,
    model: spec.model,
    cwd: workspace?.path ?? spec.repo,
    conversation,
    resume,
    fork,
    torn_turn,
  };
}

/** The agent's configured environment may contain secrets, so it is not stored. It is read again at the start. */
function withoutEnv(request: LaunchRequest): LaunchRequest {
  return { ...request, agent: { ...request.agent, env: {} } };
}

function eventOf(session: Session, { kind, data }: PendingEvent, at: string): NewEvent {
  // Kind and data come from the same pending event, so they match.
  return { kind, at, session_id: session.id, run_id: session.spec.run_id, data } as NewEvent;
}

function approvalsOf({ asks }: Session, event: PendingEvent, after: Session, at: string): ApprovalView[] {
  switch (event.kind) {
    case 'approval.asked':
      return [event.data.approval];
    case 'review.started':
    case 'review.ended': {
      const { subject } = event.data;
      return after.asks.flatMap(({ approval }) =>
        subject.kind === 'call' && approval.id === subject.approval_id ? [approval] : [],
      );
    }
    case 'approval.answered':
    case 'approval.withdrawn': {
      const { approval_id } = event.data;
      const status = event.kind === 'approval.answered' ? event.data.status : 'withdrawn';
      const by = event.kind === 'approval.answered' ? event.data.by : null;
      return asks
        .filter(({ approval }) => approval.id === approval_id)
        .map(({ approval }) => ({ ...approval, status, answered_by: by, answered_at: at }));
    }
    default:
      return [];
  }
}

function rulesOf({ id, spec }: Session, event: PendingEvent, at: string): StoredRule[] {
  if (event.kind !== 'rule.added') return [];
  const within = { session: id, run: spec.run_id, repository: spec.repo, user: null }[event.data.scope];
  const { reason = null, expires = null, max_uses = null } = event.data;
  return [{ ...event.data, within, session_id: id, at, reason, expires, max_uses }];
}

/** Returns whether a daemon that starts must supervise the session. */
function isOpen({ phase, process }: Session): boolean {
  return phase.name !== 'ended' || phase.upkeep !== null || process !== null;
}
