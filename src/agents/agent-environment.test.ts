import { expect, test } from 'vitest';
import { agentEnvironment } from './agent-environment.ts';

/** As Claude Code 2.1.328 gives them to its hooks and commands. */
const ofClaudeCode = [
  'AI_AGENT',
  'CLAUDECODE',
  'CLAUDE_CODE_CHILD_NOTES_DIR',
  'CLAUDE_CODE_CHILD_SESSION',
  'CLAUDE_CODE_ENTRYPOINT',
  'CLAUDE_CODE_MESSAGING_SOCKET',
  'CLAUDE_CODE_MESSAGING_TOKEN',
  'CLAUDE_CODE_SESSION_ATTENDED',
  'CLAUDE_CODE_SESSION_ID',
  'CLAUDE_EFFORT',
  'CLAUDE_PID',
  'CLAUDE_PROJECT_DIR',
];

test('a daemon that was started from within Claude Code does not tell its agents so', () => {
  const given = Object.fromEntries(ofClaudeCode.map((name) => [name, '1']));
  const own = { PATH: '/bin', CLAUDE_CONFIG_DIR: '/c', CLAUDE_CODE_MAX_RETRIES: '2', ANTHROPIC_API_KEY: 'k' };
  const made = agentEnvironment({ ...given, ...own });
  expect(
    Object.fromEntries(Object.entries(made).filter(([name]) => !name.startsWith('GIT_CONFIG_'))),
  ).toEqual(own);
});

test('commits of agents are not signed, unless the user gives git another setting in the environment', () => {
  const own = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'commit.gpgSign', GIT_CONFIG_VALUE_0: 'true' };
  expect(agentEnvironment(own)).toEqual({
    GIT_CONFIG_COUNT: '3',
    GIT_CONFIG_KEY_0: 'commit.gpgSign',
    GIT_CONFIG_VALUE_0: 'false',
    GIT_CONFIG_KEY_1: 'tag.gpgSign',
    GIT_CONFIG_VALUE_1: 'false',
    GIT_CONFIG_KEY_2: 'commit.gpgSign',
    GIT_CONFIG_VALUE_2: 'true',
  });
});
