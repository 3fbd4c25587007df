/** One set of rules, agents of different makers: what one may, the other may, for the same reason. */
import { describe, expect, it } from 'vitest';
import type { SettingsFile } from '../../src/contract/settings.ts';
import type { Verdict } from '../../src/contract/verdict.ts';
import { startModelServer } from '../models/anthropic.ts';
import { script } from '../models/script.ts';
import { claudeEnvironment, findClaudeCode } from '../support/claude-code.ts';
import { scripted } from '../support/scripted-world.ts';
import { createWorld, untilEnded, type World } from '../support/world.ts';

const policy: SettingsFile['policy'] = {
  level: 'moderate',
  allow: ['Bash(mkdir:*)'],
  deny: ['Bash(touch secret*)', { rule: 'Bash(git push:*)', reason: 'a person pushes' }],
};

/** Each command with what is to become of it. */
const commands: [command: string, decision: Verdict['decision'], rule: string | null][] = [
  ['mkdir one', 'allow', 'Bash(mkdir:*)'],
  ['git status', 'allow', null],
  ['mkdir two && ls', 'allow', 'Bash(mkdir:*)'],
  ['touch secret.txt', 'deny', 'Bash(touch secret*)'],
  ['mkdir three; bash -c "touch secret.txt"', 'deny', 'Bash(touch secret*)'],
  ['git push origin main', 'deny', 'Bash(git push:*)'],
  ['rm -rf /etc', 'deny', null],
  ['cat ~/.ssh/id_rsa', 'deny', null],
];

async function verdicts({ client }: World): Promise<{ command: unknown; verdict: Verdict }[]> {
  const found = [];
  for await (const event of client.events(
    { follow: false, kinds: ['policy.decided'] },
    new AbortController().signal,
  ))
    if (event.kind === 'policy.decided')
      found.push({
        command: (event.data.input as { command?: unknown }).command,
        verdict: event.data.verdict,
      });
  return found;
}

async function decided(world: World, agent: string, task: string): Promise<unknown[]> {
  await world.startDaemon();
  const started = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    agent,
    tasks: [{ task }],
  });
  await untilEnded(
    world,
    started.map(({ id }) => id),
  );
  const found = await verdicts(world);
  return found.map(({ command, verdict: { decision, rule, reason } }) => ({
    command,
    decision,
    rule,
    reason: reason.replaceAll(world.root, ''),
  }));
}

const expected = commands.map(
  ([command, decision, rule]) => expect.objectContaining({ command, decision, rule }) as unknown,
);

describe('the same rules', () => {
  const claude = findClaudeCode();

  it.skipIf(!claude)('decide the same for Claude Code and for an agent that speaks ACP', async () => {
    await using model = await startModelServer();
    await using first = await createWorld({
      config: { policy, agents: { claude: { protocol: 'claude', command: [claude ?? ''] } } },
    });
    Object.assign(first.env, claudeEnvironment(first.home, model.url));
    const turns = commands.map(([command]) => ({ tool: 'Bash', input: { command } }));
    const byClaude = await decided(first, 'claude', script([...turns, { text: 'done' }]));
    expect(byClaude).toEqual(expected);

    await using second = await createWorld({ config: { policy } });
    const steps = commands.map(([command]) => ({ do: 'run', command, ask: true }));
    const byScripted = await decided(second, 'scripted', scripted(...steps, { do: 'say', text: 'done' }));
    expect(byScripted).toEqual(byClaude);
  });

  it.skipIf(!claude)('mean the same directory when Claude Code has gone into another one', async () => {
    await using model = await startModelServer();
    await using world = await createWorld({
      files: { 'README.md': 'hello\n', 'vault/key': 'secret\n' },
      config: {
        policy: { level: 'moderate', deny: ['Read(vault/key)'] },
        agents: { claude: { protocol: 'claude', command: [claude ?? ''] } },
      },
    });
    Object.assign(world.env, claudeEnvironment(world.home, model.url));
    const commands = ['cd vault', 'cat key', 'pwd'];
    const turns = commands.map((command) => ({ tool: 'Bash', input: { command } }));
    const found = await decided(world, 'claude', script([...turns, { text: 'done' }]));
    expect(found).toMatchObject([
      { command: 'cd vault', decision: 'allow' },
      { command: 'cat key', decision: 'deny', rule: 'Read(vault/key)' },
      { command: 'pwd', decision: 'allow' },
    ]);
  });
});
