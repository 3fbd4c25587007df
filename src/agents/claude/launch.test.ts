import { expect, it } from 'vitest';
import { launchRequest } from '../../../test/support/launch-request.ts';
import type { LaunchRequest } from '../agent.ts';
import { launchClaude } from './launch.ts';

const request = launchRequest('claude', {
  agent: {
    name: 'claude',
    like: 'claude',
    command: ['/opt/claude', '--settings', '{}'],
    env: { EXTRA: '1' },
  },
  conversation: 'new-id',
});

const always =
  '/opt/claude --settings {} -p --output-format=stream-json --input-format=stream-json --verbose --include-partial-messages --permission-prompt-tool=stdio --permission-mode=default'.split(
    ' ',
  );

it('begins a conversation under an id of ours', () => {
  expect(launchClaude(request)).toEqual({
    argv: [...always, '--session-id', 'new-id'],
    env: {
      EXTRA: '1',
      CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS: '1',
      CLAUDE_CODE_STARTUP_FAILURE_RESULTS: '1',
    },
    box: null,
  });
});

it.each<[string, Partial<LaunchRequest>, string[]]>([
  ['names the model', { model: 'opus' }, ['--model', 'opus', '--session-id', 'new-id']],
  ['goes on with a conversation', { resume: 'old-id' }, ['--resume', 'old-id']],
  [
    'copies a conversation',
    { resume: 'old-id', fork: true },
    ['--resume', 'old-id', '--fork-session', '--session-id', 'new-id'],
  ],
])('%s', (_what, over, rest) => {
  expect(launchClaude({ ...request, ...over }).argv).toEqual([...always, ...rest]);
});

it('lets a torn turn continue, but not before the hooks are registered', () => {
  const { argv, env } = launchClaude({ ...request, resume: 'old-id', torn_turn: true });
  expect(argv).toEqual([...always, '--resume', 'old-id', '--await-initialize']);
  expect(env['CLAUDE_CODE_RESUME_INTERRUPTED_TURN']).toBe('1');
});

it('leaves a permission mode that was configured', () => {
  const agent = { ...request.agent, command: ['claude', '--permission-mode=plan'] };
  const { argv } = launchClaude({ ...request, agent });
  expect(argv.filter((part) => part.startsWith('--permission-mode'))).toEqual(['--permission-mode=plan']);
});
