import type { SessionUpdate, ToolCallUpdate } from '@agentclientprotocol/sdk';
import type { StepOf } from './step.ts';

/** What a step has to work with. */
export interface Stage {
  cwd: string;
  /** Aborts when the turn is to stop. */
  signal: AbortSignal;
  /** Tells the client something, and whoever loads the conversation later. */
  tell(update: SessionUpdate): Promise<void>;
  /** Tells the client alone. */
  mention(update: SessionUpdate): Promise<void>;
  /** Tells only whoever loads the conversation later. */
  keep(update: SessionUpdate): void;
  /** @returns whether leave was given */
  ask(toolCall: ToolCallUpdate): Promise<boolean>;
  /** @returns an id for a tool call, new in the conversation */
  nextCall(): string;
  spend(step: StepOf<'spend'>): Promise<void>;
  ignoreCancel(): void;
}
