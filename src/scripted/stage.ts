import type { SessionUpdate, ToolCallUpdate } from '@agentclientprotocol/sdk';
import type { StepOf } from './step.ts';

/** Everything that a step needs. */
export interface Stage {
  cwd: string;
  /** Aborts when the turn is cancelled. */
  signal: AbortSignal;
  /** Sends an update to the client and stores it for clients that load the conversation later. */
  tell(update: SessionUpdate): Promise<void>;
  /** Sends an update to the client only. */
  mention(update: SessionUpdate): Promise<void>;
  /** Stores an update for clients that load the conversation later. */
  keep(update: SessionUpdate): void;
  /** @returns whether the client gave permission */
  ask(toolCall: ToolCallUpdate): Promise<boolean>;
  /** @returns an id for a tool call, unique in the conversation */
  nextCall(): string;
  spend(step: StepOf<'spend'>): Promise<void>;
  ignoreCancel(): void;
}
