import type { AttentionKind, SessionView } from '../../contract/session.ts';
import { reasonOf, statusOf } from './status.ts';
import type { Session } from './state.ts';
import { isQuiet } from './watch/quiet.ts';

/** Returns the session as clients see it. The daemon sets `restored`, see {@link SessionView.restored}. */
export function viewOf(session: Session): SessionView {
  const { spec, phase, process } = session;
  return {
    id: session.id,
    name: spec.name,
    task: spec.task,
    agent: spec.agent,
    model: session.model ?? spec.model,
    status: statusOf(session),
    reason: reasonOf(phase),
    phase: phase.name,
    outcome: phase.name === 'ended' ? phase.outcome : null,
    attention: attentionOf(session),
    waiting: session.waits_for,
    created_at: session.created_at,
    started_at: session.started_at,
    ended_at: session.ended_at,
    last_activity_at: session.last_activity_at,
    restored: false,
    removed: session.removed,
    repo: spec.repo,
    workspace: session.workspace,
    policy: spec.policy,
    run_id: spec.run_id,
    unit_id: spec.unit_id,
    forked_from: spec.forked_from?.session_id ?? null,
    retrying: session.retrying,
    quiet: isQuiet(session),
    guard: session.guard,
    pid: process && process.stage !== 'launching' ? process.agent.pid : null,
    agent_session: session.conversation,
    epoch: session.epoch,
    stats: session.stats,
  };
}

function attentionOf({ asks, attention, waits_for }: Session): AttentionKind[] {
  const kinds = new Set<AttentionKind>();
  for (const { approval, answer } of asks)
    if (!answer && approval.review?.state !== 'under_way')
      kinds.add(approval.question ? 'question' : 'approval');
  for (const kind of attention) kinds.add(kind);
  const held = waits_for?.kind;
  if (held === 'limit' || held === 'auth' || held === 'budget') kinds.add(held);
  return [...kinds];
}
