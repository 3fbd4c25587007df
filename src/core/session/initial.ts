import type { SessionEventData } from '../../contract/event.ts';
import type { SessionStats } from '../../contract/session.ts';
import type { Session } from './state.ts';

/** Returns a new session: it wants a slot, or waits if it is a draft or has no task yet. */
export function initialSession(
  id: string,
  { spec, prompt_id, draft = false }: SessionEventData['session.created'],
  at: string,
): Session {
  const holds = draft || prompt_id === null;
  return {
    id,
    spec,
    phase: { name: holds ? 'paused' : 'queued', since: at },
    intent: holds ? 'pause' : 'go_on',
    epoch: 1,
    process: null,
    launches: 0,
    conversation: null,
    model: null,
    workspace: null,
    turn: null,
    prompts: prompt_id === null ? [] : [{ prompt_id, text: spec.task }],
    asks: [],
    tools: [],
    steps: [],
    counted: [],
    judged: [],
    retrying: null,
    guard: null,
    statement: null,
    proofs: 0,
    gates: [],
    asked_unchanged: false,
    continues: 0,
    reviews: 0,
    restarts: [],
    limit: null,
    rejected: null,
    waits_for: null,
    attention: [],
    removed: false,
    salvage: null,
    merged: null,
    taken_out: null,
    created_at: at,
    started_at: null,
    ended_at: null,
    last_activity_at: at,
    worked_s: 0,
    slot_since: null,
    epoch_stats: nothingYet,
    stats: nothingYet,
  };
}

const nothingYet: SessionStats = {
  turns: 0,
  tool_calls: 0,
  approvals: 0,
  denials: 0,
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: 0,
};
