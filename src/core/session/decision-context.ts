import type { Capabilities, JournalRef } from '../../contract/agent-event.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Machine } from '../policy/call.ts';
import type { Used } from '../policy/rule-state.ts';
import type { AddedRule } from './state.ts';

/** What a decision may know besides the session itself. Time and chance come in here, as data. */
export interface DecisionContext {
  /** ISO 8601 UTC. */
  at: string;
  newIds: NewIds;
  capabilities: Capabilities;
  settings: Settings;
  machine: Machine;
  /** The rules that answers added and that reach the session. */
  rules: readonly AddedRule[];
  /** How often the rule of a key has been used, in all sessions. */
  used: Used;
}

/** Ids nobody has used, for what this one decision may bring into the world. */
export interface NewIds {
  /** Lower-case letters and digits, as in the ids of sessions and approvals. */
  id: string;
  /** A UUID. */
  prompt: string;
  /** A UUID. */
  conversation: string;
}

/** `ref` is the line of the journal that the agent's event came from. */
export type AgentDecisionContext = DecisionContext & { ref: JournalRef };
