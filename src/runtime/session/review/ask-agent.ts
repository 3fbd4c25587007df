/**
 * Asks a configured agent one question. The agent is started only for it, may use no tool, and is stopped after its
 * answer.
 */
import type { Adapter, AgentSettings } from '../../../agents/agent.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import type { PermissionAnswer, TokenUsage } from '../../../contract/agent-event.ts';
import type { ReviewQuestion } from '../../../core/review/ask-reviewer.ts';
import { hookFile, makeCallBox } from '../../../host/process/preflight/call-box.ts';
import { refusingScript } from '../../../host/process/preflight/hook-script.ts';
import { startDialogue } from '../../../host/process/dialogue.ts';
import type { ProcessTable } from '../../../host/process/process-table.ts';

export interface AgentQuestion {
  question: ReviewQuestion;
  adapter: Adapter;
  agent: AgentSettings;
  model: string | null;
  /** An empty directory. */
  cwd: string;
  /** Directory for a hook that refuses every call. */
  box: string;
  env: Readonly<Record<string, string>>;
  /** See `startDialogue`. */
  marker: string;
  table: ProcessTable;
  /** A UUID, like `prompt`. */
  conversation: string;
  prompt: string;
  signal: AbortSignal;
}

/** @returns the text of the agent's turn; the error says in one line why there is none */
export async function askAgent(
  asked: AgentQuestion,
): Promise<{ answer: Result<string, string>; usage: TokenUsage }> {
  const { adapter, agent, model, cwd, conversation, question, signal } = asked;
  const request = { agent, model, cwd, conversation, resume: null, fork: false, torn_turn: false };
  const { argv, env, box: files } = adapter.launch(request, { box: asked.box, script: hookFile(asked.box) });
  if (files) await makeCallBox(asked.box, files, refusingScript);
  await using dialogue = startDialogue({ ...asked, argv, env: { ...asked.env, ...env } });
  const spent: TokenUsage = { input_tokens: 0, output_tokens: 0, cost_usd: 0, model };
  const opening = adapter.open(request);
  let { state } = opening;
  dialogue.say(opening.send);
  /** Only the last message counts as the answer. */
  let lastMessage = { message: '', text: '' };
  const send = (message: Parameters<Adapter['encode']>[1]) => {
    const step = adapter.encode(state, message);
    state = step.state;
    dialogue.say(step.send);
  };
  const end = (answer: Result<string, string>) => ({ answer, usage: spent });

  for await (const line of dialogue.lines()) {
    const step = adapter.decode(state, line);
    state = step.state;
    dialogue.say(step.send);
    for (const event of step.events)
      switch (event.type) {
        case 'ready':
          send({
            type: 'prompt',
            prompt_id: asked.prompt,
            text: `${question.instructions}\n\n${question.material}`,
          });
          break;
        case 'permission_asked':
          send({ type: 'answer', request: event.request, answer: noTools });
          break;
        case 'text':
          if (event.parent !== null) break;
          if (event.message !== lastMessage.message) lastMessage = { message: event.message, text: '' };
          lastMessage.text += event.text;
          break;
        case 'usage':
          spent.input_tokens += event.usage.input_tokens;
          spent.output_tokens += event.usage.output_tokens;
          spent.cost_usd += event.usage.cost_usd;
          spent.model = event.usage.model ?? spent.model;
          break;
        case 'start_failed':
          return end(err(event.reason));
        case 'turn_ended': {
          const { result } = event;
          if (result.kind === 'failed') return end(err(result.reason));
          return end(result.kind === 'completed' ? ok(lastMessage.text) : err('its turn was cancelled'));
        }
        default:
      }
  }
  return end(err(signal.aborted ? 'it was cancelled' : `it ended without an answer: ${dialogue.lastWords}`));
}

const noTools: PermissionAnswer = {
  kind: 'deny',
  message:
    'You are asked for your judgement alone: no tool is open to you. Answer in the form you were given.',
  interrupt: false,
};
