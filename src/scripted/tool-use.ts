/** A tool call in the client's view: announced, permitted if necessary, run, and reported with its result. */
import type { ToolKind } from '@agentclientprotocol/sdk';
import type { Stage } from './stage.ts';

export interface ToolUse {
  name: string;
  kind: ToolKind;
  /** One line for people. */
  title: string;
  input: { [key: string]: unknown };
  /** Whether to ask for permission first. */
  ask: boolean;
  act(): Outcome | Promise<Outcome>;
}

export interface Outcome {
  passed: boolean;
  output: string;
}

export async function useTool(use: ToolUse, stage: Stage): Promise<void> {
  const toolCallId = stage.nextCall();
  const { name, kind, title, input: rawInput } = use;
  const call = { toolCallId, name, kind, title, rawInput, status: 'pending' } as const;
  await stage.tell({ sessionUpdate: 'tool_call', ...call });
  const allowed = !use.ask || (await stage.ask(call));
  if (allowed) await stage.tell({ sessionUpdate: 'tool_call_update', toolCallId, status: 'in_progress' });
  const { passed, output } = allowed ? await attempt(use) : { passed: false, output: 'denied' };
  const status = passed ? 'completed' : 'failed';
  await stage.tell({ sessionUpdate: 'tool_call_update', toolCallId, status, rawOutput: output });
}

/** A failing tool does not end the turn; its error is reported. */
async function attempt(use: ToolUse): Promise<Outcome> {
  try {
    return await use.act();
  } catch (error) {
    return { passed: false, output: error instanceof Error ? error.message : String(error) };
  }
}
