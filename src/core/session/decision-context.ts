import type { Capabilities, JournalRef } from '../../contract/agent-event.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Machine } from '../policy/call.ts';
import type { Used } from '../policy/rule-state.ts';
import type { AddedRule } from './state.ts';

/** The data that a decision may read besides the session. Time and random values come in here, as data. */
export interface DecisionContext {
  /** ISO 8601 UTC. */
  at: string;
  newIds: NewIds;
  capabilities: Capabilities;
  settings: Settings;
  machine: Machine;
  /** The rules added by answers whose scope includes the session. */
  rules: readonly AddedRule[];
  /** The number of uses of a rule by its key, in all sessions. */
  used: Used;
}

/** Unused ids for the objects that this decision may create. */
export interface NewIds {
  /** Lower-case letters and digits, as in the ids of sessions and approvals. */
  id: string;
  /** A UUID. */
  prompt: string;
  /** A UUID. */
  conversation: string;
}

/** `ref` is the journal line of the agent's event. */
export type AgentDecisionContext = DecisionContext & { ref: JournalRef };
