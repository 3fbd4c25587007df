import { expect, test } from 'vitest';
import { agentEnvironment } from './environment.ts';

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
  expect(agentEnvironment({ ...given, ...own })).toEqual(own);
});
