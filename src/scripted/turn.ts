/** One prompt and the steps of its script. */
import {
  methods,
  RequestError,
  type AgentContext,
  type PermissionOption,
  type PromptResponse,
  type SessionUpdate,
  type StopReason,
} from '@agentclientprotocol/sdk';
import { costOf, stepsLeft, type Conversation } from './conversation.ts';
import { perform } from './perform.ts';
import type { Stage } from './stage.ts';
import { readScript, type Step } from './step.ts';

export interface Turn {
  result: Promise<PromptResponse>;
  /** Cancels the turn for the client, unless the script ignores cancels. */
  cancel(): void;
  /** Ends the turn in any case. */
  end(): void;
}

interface Prompt {
  conversation: Conversation;
  cwd: string;
  text: string;
  client: AgentContext;
}

export function takeTurn(prompt: Prompt): Turn {
  const { conversation, text } = prompt;
  const stopping = new AbortController();
  const tokens = { input: 0, output: 0 };
  let heeds = true;
  const stage = createStage(prompt, {
    signal: stopping.signal,
    tokens,
    ignoreCancel: () => void (heeds = false),
  });

  return {
    result: run(),
    cancel() {
      if (heeds) stopping.abort();
    },
    end: () => stopping.abort(),
  };

  async function run(): Promise<PromptResponse> {
    conversation.append({ type: 'prompt', text });
    const script = readScript(text);
    if (!script.ok)
      throw new RequestError(-32_602, `the script in the prompt cannot be read: ${script.error}`);
    if (script.value) conversation.append({ type: 'script', steps: script.value });
    try {
      return ended(await performAll());
    } catch (error) {
      if (stopping.signal.aborted) return ended('cancelled');
      throw error;
    }
  }

  async function performAll(): Promise<StopReason> {
    const { done, steps } = stepsLeft(conversation);
    if (steps.length === 0) await perform({ do: 'say', text: nothingToDo }, stage);
    for (const [index, step] of steps.entries()) {
      // A step that ends the turn counts as completed, so a prompt to continue starts after it.
      if (endsTurn(step)) conversation.append({ type: 'done', steps: done + index + 1 });
      const stopReason = await perform(step, stage);
      stopping.signal.throwIfAborted();
      if (stopReason) return stopReason;
      if (!endsTurn(step)) conversation.append({ type: 'done', steps: done + index + 1 });
    }
    return 'end_turn';
  }

  function ended(stopReason: StopReason): PromptResponse {
    const { input, output } = tokens;
    const usage = { inputTokens: input, outputTokens: output, totalTokens: input + output };
    // Not in the stable protocol yet, but most agents send it.
    return Object.assign({ stopReason }, input + output > 0 && { usage });
  }
}

/** @param turn.tokens steps add their usage to it */
function createStage(
  { conversation, cwd, client }: Prompt,
  turn: { signal: AbortSignal; tokens: { input: number; output: number }; ignoreCancel: () => void },
): Stage {
  const { tokens } = turn;
  let calls = conversation
    .records()
    .filter((record) => record.type === 'update' && record.update.sessionUpdate === 'tool_call').length;
  const mention = (update: SessionUpdate) =>
    client.notify('session/update', { sessionId: conversation.id, update });
  const keep = (update: SessionUpdate) => conversation.append({ type: 'update', update });
  return {
    cwd,
    signal: turn.signal,
    mention,
    keep,
    async tell(update) {
      keep(update);
      await mention(update);
    },
    async ask(toolCall) {
      const { outcome } = await client.request(methods.client.session.requestPermission, {
        sessionId: conversation.id,
        toolCall,
        options,
      });
      return outcome.outcome === 'selected' && outcome.optionId === 'once';
    },
    nextCall: () => `t${(calls += 1)}`,
    async spend({ input_tokens, output_tokens, cost_usd }) {
      tokens.input += input_tokens;
      tokens.output += output_tokens;
      conversation.append({ type: 'spent', cost_usd });
      const cost = { amount: costOf(conversation), currency: 'USD' };
      await mention({
        sessionUpdate: 'usage_update',
        used: tokens.input + tokens.output,
        size: 200_000,
        cost,
      });
    },
    ignoreCancel: turn.ignoreCancel,
  };
}

/** No option for later calls: permission applies to one call. */
const options: PermissionOption[] = [
  { optionId: 'once', name: 'Allow', kind: 'allow_once' },
  { optionId: 'reject', name: 'Deny', kind: 'reject_once' },
];

const nothingToDo =
  'I am the scripted agent: I have no model and do what the script in my prompt says. This prompt has none, and nothing is left to do of an earlier one.';

function endsTurn({ do: what }: Step): boolean {
  return what === 'stop' || what === 'error' || what === 'exit' || what === 'signal' || what === 'hang';
}
