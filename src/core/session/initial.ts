import type { SessionEventData } from '../../contract/event.ts';
import type { Session } from './state.ts';

/** A session as it is right after it was created: it wants a slot, or holds where there is nothing to say to the agent yet. */
export function initialSession(
  id: string,
  { spec, prompt_id }: SessionEventData['session.created'],
  at: string,
): Session {
  return {
    id,
    spec,
    phase: prompt_id === null ? { name: 'paused', since: at } : { name: 'queued', since: at },
    intent: prompt_id === null ? 'pause' : 'go_on',
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
    rules: [],
    statement: null,
    proofs: 0,
    gates: [],
    continues: 0,
    restarts: [],
    limit: null,
    rejected: null,
    waits_for: null,
    attention: [],
    removed: false,
    salvage: null,
    created_at: at,
    started_at: null,
    ended_at: null,
    last_activity_at: at,
    worked_s: 0,
    slot_since: null,
    epoch_cost_usd: 0,
    stats: {
      turns: 0,
      tool_calls: 0,
      approvals: 0,
      denials: 0,
      input_tokens: 0,
      output_tokens: 0,
      cost_usd: 0,
    },
  };
}
