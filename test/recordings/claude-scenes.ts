/** What is recorded of Claude Code: each scene is one short story, played against the scripted model. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promptId } from '../conformance/adapter-conformance.ts';
import { script64 } from '../models/script.ts';
import type { AgentPump, EventOf } from '../support/agent-pump.ts';
import { becomes } from '../support/becomes.ts';
import type { ClaudeWorld } from '../support/claude-world.ts';
import type { Start } from './start.ts';
import { allow, answer, deny, prompt, turn } from './telling.ts';

export interface Stage extends ClaudeWorld {
  start: Start;
}

export type Scene = (stage: Stage) => Promise<void>;

export const scenes: Record<string, Scene> = {
  'plain-text': async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    const usage = { in: 10, out: 5, cacheRead: 7, cacheWrite: 3 };
    await turn(agent, 1, [{ thinking: 'let me see', text: 'hello', usage }]);
    await turn(agent, 2, [{ text: 'hello again' }]);
    await end(agent);
  },

  preflight: async ({ start, cwd }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [
      { text: 'I allow myself', tool: 'Bash', input: { command: 'echo one' } },
      { tool: 'Write', input: { file_path: join(cwd, 'two.txt'), content: 'two' } },
      { tool: 'Bash', input: { command: 'echo three' } },
      { text: 'done' },
    ]);
    answer(agent, await agent.next('permission_asked'), allow);
    answer(agent, await agent.next('permission_asked'), ({ input }) => ({
      kind: 'allow',
      input: { ...(input as object), content: 'rewritten' },
    }));
    answer(agent, await agent.next('permission_asked'), deny('no: rule Bash(echo three)'));
    await agent.next('turn_ended');
    await end(agent);
  },

  'preflight-stop': async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [{ tool: 'Bash', input: { command: 'echo one' } }]);
    answer(agent, await agent.next('permission_asked'), deny('stop here', true));
    await agent.next('turn_ended');
    await turn(agent, 2, [{ text: 'still here' }]);
    await end(agent);
  },

  permission: async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [
      { tool: 'Bash', input: { command: 'git status', description: 'look' } },
      { tool: 'Bash', input: { command: 'echo asked' } },
      { tool: 'Bash', input: { command: 'echo three' } },
      { tool: 'Bash', input: { command: 'echo four' } },
    ]);
    answer(agent, await properly(agent), allow);
    answer(agent, await properly(agent), () => ({ kind: 'allow', input: { command: 'echo rewritten' } }));
    answer(agent, await properly(agent), deny('The operator says no.'));
    answer(agent, await properly(agent), deny('Stop.', true));
    await agent.next('turn_ended');
    await end(agent);
  },

  'allowed-by-user-settings': async ({ start, home }) => {
    await settings(home, { permissions: { allow: ['Bash'] } });
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [{ tool: 'Bash', input: { command: 'touch made' } }]);
    answer(agent, await properly(agent), deny('not today'));
    await agent.next('turn_ended');
    await end(agent);
  },

  'safety-check': async ({ start, cwd }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [{ tool: 'Write', input: { file_path: join(cwd, '.git/config'), content: '' } }]);
    answer(agent, await agent.next('permission_asked'), allow);
    answer(agent, await agent.next('permission_asked'), deny('not the configuration of git'));
    await agent.next('turn_ended');
    await end(agent);
  },

  'parallel-tools': async ({ start, cwd }) => {
    await writeFile(join(cwd, 'a.txt'), 'a\n');
    await writeFile(join(cwd, 'b.txt'), 'b\n');
    await using agent = start();
    await agent.next('ready');
    const read = (name: string) => ({ tool: 'Read', input: { file_path: join(cwd, name) } });
    prompt(agent, 1, [{ tools: [read('a.txt'), read('b.txt'), read('missing.txt')] }]);
    const asked = [1, 2, 3].map(() => agent.next('permission_asked'));
    const [first, second, third] = [await asked[0], await asked[1], await asked[2]];
    if (third) answer(agent, third, allow);
    if (second) answer(agent, second, deny('not b'));
    if (first) answer(agent, first, allow);
    await agent.next('turn_ended');
    await end(agent);
  },

  'sub-agent': async ({ start, model }) => {
    await using agent = start();
    await agent.next('ready');
    const task = script64([
      { text: 'I look', tool: 'Bash', input: { command: 'echo sub' } },
      { text: 'found', gate: 'sub' },
    ]);
    prompt(agent, 1, [
      { tool: 'Task', input: { description: 'look around', subagent_type: 'general-purpose', prompt: task } },
      { text: 'it works in the background', gate: 'main' },
      { text: 'it is done' },
    ]);
    answer(agent, await agent.next('permission_asked'), allow);
    // Side by side either may be first: the sub-agent asks before the first result is told, and still works after it.
    answer(agent, await agent.next('permission_asked'), allow);
    model.release('main');
    await agent.next('usage');
    model.release('sub');
    await agent.next('turn_ended');
    await end(agent);
  },

  question: async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    const options = [
      { label: '8080', description: 'the usual' },
      { label: '9090', description: 'the other' },
    ];
    const questions = [{ question: 'Which port?', header: 'Port', options, multiSelect: false }];
    prompt(agent, 1, [{ tool: 'AskUserQuestion', input: { questions } }, { text: 'thanks' }]);
    answer(agent, await agent.next('permission_asked'), ({ input }) => ({
      kind: 'allow',
      input: { ...(input as object), answers: { 'Which port?': '8080' } },
    }));
    await agent.next('turn_ended');
    await end(agent);
  },

  'plan-mode': async ({ start, model }) => {
    await using agent = start({ args: ['--permission-mode', 'plan'] });
    await agent.next('ready');
    await turn(agent, 1, [{ text: 'I shall plan' }]);
    // Claude Code tells the model where the plan goes.
    const [path] = /[^"`\s\\]*\/plans\/[^"`\s\\]*\.md/.exec(JSON.stringify(model.requests)) ?? [];
    prompt(agent, 2, [
      { tool: 'Write', input: { file_path: path, content: '1. do it\n2. check it' } },
      { tool: 'ExitPlanMode', input: {} },
      { text: 'off I go' },
    ]);
    answer(agent, await agent.next('permission_asked'), allow);
    answer(agent, await agent.next('permission_asked'), allow);
    await agent.next('turn_ended');
    await end(agent);
  },

  'interrupt-while-speaking': async ({ start, model }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [{ text: 'on and on', halfway: 'speaking' }]);
    await model.reached('speaking');
    agent.tell({ type: 'interrupt' });
    await agent.next('turn_ended');
    await turn(agent, 2, [{ text: 'still here' }]);
    await end(agent);
  },

  'interrupt-in-a-tool': async ({ start, cwd }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [{ tool: 'Bash', input: { command: tool } }]);
    answer(agent, await agent.next('permission_asked'), allow);
    await appears(join(cwd, 'begun'));
    agent.tell({ type: 'interrupt' });
    await agent.next('turn_ended');
    await end(agent);
  },

  'interrupt-with-open-requests': async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [{ tool: 'Bash', input: { command: 'echo one' } }]);
    const late = await agent.next('permission_asked');
    agent.tell({ type: 'interrupt' });
    await agent.next('turn_ended');
    answer(agent, late, allow);
    prompt(agent, 2, [{ tool: 'Bash', input: { command: 'echo two' } }]);
    await properly(agent);
    agent.tell({ type: 'interrupt' });
    await agent.next('turn_ended');
    agent.tell({ type: 'interrupt' });
    await end(agent);
  },

  'end-with-open-request': async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [{ tool: 'Bash', input: { command: 'echo one' } }]);
    await agent.next('permission_asked');
    await end(agent);
  },

  'retried-429': async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    await turn(agent, 1, [{ status: 429, retryAfter: 1, times: 1, text: 'at last' }]);
    await end(agent);
  },

  'usage-limit': async ({ start, env }) => {
    delete env['ANTHROPIC_API_KEY'];
    await using agent = start({ env: { CLAUDE_CODE_OAUTH_TOKEN: 'dummy' } });
    await agent.next('ready');
    await turn(agent, 1, [{ status: 429, headers: limits('rejected') }]);
    await turn(agent, 2, [{ text: 'after it', headers: limits('allowed_warning') }]);
    await end(agent);
  },

  'overloaded-fallback': async ({ start }) => {
    await using agent = start({ model: 'claude-opus-5-5', args: ['--fallback-model', 'claude-sonnet-5-5'] });
    await agent.next('ready');
    await turn(agent, 1, [{ status: 529, times: 3, text: 'from another model' }]);
    await end(agent);
  },

  'refused-401': async ({ start }) => {
    await using agent = start({ env: { CLAUDE_CODE_MAX_RETRIES: '1' } });
    await agent.next('ready');
    await turn(agent, 1, [{ status: 401 }]);
    await end(agent);
  },

  'not-logged-in': async ({ start, env }) => {
    delete env['ANTHROPIC_API_KEY'];
    await using agent = start();
    await agent.next('ready');
    await turn(agent, 1, [{ text: 'never said' }]);
    await end(agent);
  },

  'cut-stream': async ({ start }) => {
    await using agent = start({ env: { CLAUDE_CODE_MAX_RETRIES: '1' } });
    await agent.next('ready');
    await turn(agent, 1, [{ text: 'this will be cut', cut: true }]);
    await turn(agent, 2, [{ text: 'this comes whole at last', cut: true, times: 1 }]);
    await end(agent);
  },

  'max-turns': async ({ start }) => {
    await using agent = start({ args: ['--max-turns', '1'] });
    await agent.next('ready');
    prompt(agent, 1, [{ tool: 'Bash', input: { command: 'echo one' } }]);
    answer(agent, await agent.next('permission_asked'), allow);
    await agent.next('turn_ended');
    await end(agent);
  },

  'max-budget': async ({ start }) => {
    await using agent = start({ args: ['--max-budget-usd', '0.0001'] });
    await agent.next('ready');
    prompt(agent, 1, [{ tool: 'Bash', input: { command: 'echo one' } }]);
    answer(agent, await agent.next('permission_asked'), allow);
    await agent.next('turn_ended');
    await end(agent);
  },

  'unknown-conversation': async ({ start }) => {
    await using agent = start({ resume: promptId(99) });
    await agent.exit;
  },

  'torn-turn': async (stage) => {
    await tear(stage);
    await using agent = stage.start({ resume: stage.launch.conversation, torn_turn: true });
    await agent.next('ready');
    prompt(agent, 1, torn);
    answer(agent, await agent.next('permission_asked'), () => ({
      kind: 'allow',
      input: { command: 'echo not again' },
    }));
    await agent.next('turn_ended');
    await end(agent);
  },

  'torn-turn-given-up': async (stage) => {
    await tear(stage);
    await using agent = stage.start({ resume: stage.launch.conversation });
    await agent.next('ready');
    prompt(agent, 1, torn);
    await agent.next('turn_ended');
    await turn(agent, 2, [{ text: 'something else' }]);
    await end(agent);
  },

  'unanswered-prompt-sent-again': async ({ start, model, launch, saved }) => {
    await using first = start();
    await first.next('ready');
    await turn(first, 1, [{ text: 'before' }]);
    prompt(first, 2, [{ text: 'late', gate: 'late' }]);
    await model.reached('late');
    await saved(`"uuid":"${promptId(2)}"`);
    await first.kill();

    model.release('late');
    await using second = start({ resume: launch.conversation });
    await second.next('ready');
    await turn(second, 2, [{ text: 'late', gate: 'late' }]);
    await end(second);
  },

  'same-prompt-twice': async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    await turn(agent, 1, [{ text: 'once' }]);
    prompt(agent, 1, [{ text: 'once' }]);
    await turn(agent, 2, [{ text: 'and on' }]);
    await end(agent);
  },

  'prompts-together': async ({ start, model }) => {
    await using agent = start();
    await agent.next('ready');
    prompt(agent, 1, [{ gate: 'first', tool: 'Bash', input: { command: 'echo one' } }, { text: 'one' }]);
    await model.reached('first');
    prompt(agent, 2, [{ text: 'two' }]);
    model.release('first');
    answer(agent, await agent.next('permission_asked'), allow);
    await agent.next('turn_ended');
    await end(agent);
  },

  'cleared-conversation': async ({ start }) => {
    await using agent = start();
    await agent.next('ready');
    await turn(agent, 1, [{ text: 'before' }]);
    agent.tell({ type: 'prompt', prompt_id: promptId(2), text: '/clear' });
    await agent.next('turn_ended');
    prompt(agent, 3, [{ tool: 'Bash', input: { command: 'echo after' } }]);
    answer(agent, await agent.next('permission_asked'), allow);
    await agent.next('turn_ended');
    await end(agent);
  },

  fork: async ({ start, launch }) => {
    await using first = start();
    await first.next('ready');
    await turn(first, 1, [{ text: 'before' }]);
    await end(first);
    await using second = start({ resume: launch.conversation, fork: true, conversation: promptId(77) });
    await second.next('ready');
    await turn(second, 2, [{ text: 'in the copy' }]);
    await end(second);
  },
};

/** Goes on until it is ended; after a kill -9 of its agent it ends by itself. */
const tool = 'touch begun; tail -f --pid=$PPID /dev/null';

const torn = [{ tool: 'Bash', input: { command: tool } }, { text: 'finished' }];

/** Kills Claude Code in the middle of a tool. */
async function tear(stage: Stage): Promise<void> {
  await using agent = stage.start();
  await agent.next('ready');
  prompt(agent, 1, torn);
  answer(agent, await agent.next('permission_asked'), allow);
  await appears(join(stage.cwd, 'begun'));
  await stage.saved('"tool_use"');
  await agent.kill();
}

/** The request that follows a preflight answered by asking. */
async function properly(agent: AgentPump): Promise<EventOf<'permission_asked'>> {
  answer(agent, await agent.next('permission_asked'), () => ({ kind: 'ask' }));
  return agent.next('permission_asked');
}

async function end(agent: AgentPump): Promise<void> {
  agent.tell({ type: 'end' });
  await agent.exit;
}

async function settings(home: string, content: object): Promise<void> {
  const file = join(home, '.claude/settings.json');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(content));
}

function appears(path: string): Promise<void> {
  return becomes(() => existsSync(path));
}

/** What a subscription's usage looks like; the reset is at the beginning of the year 2100. */
function limits(status: 'allowed_warning' | 'rejected'): Record<string, string> {
  const headers = {
    status,
    reset: '4102444800',
    'representative-claim': 'five_hour',
    '5h-status': status,
    '5h-utilization': status === 'rejected' ? '1.0' : '0.9',
    '5h-reset': '4102444800',
    '7d-status': 'allowed',
    '7d-utilization': '0.4',
    '7d-reset': '4102444800',
  };
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`anthropic-ratelimit-unified-${name}`, value]),
  );
}
