import { expect, it } from 'vitest';
import type { AgentSettings, LaunchRequest } from '../agent.ts';
import { launchAcp } from './launch.ts';

it('starts the configured command as it is', () => {
  const agent = { name: 'gemini', command: ['gemini', '--acp'], env: { A: '1' } };
  expect(launchAcp(request(agent))).toEqual({ argv: ['gemini', '--acp'], env: { A: '1' } });
});

it('makes opencode ask, unless its user configured otherwise', () => {
  const configured = (content?: string) => {
    const env: Record<string, string> = content === undefined ? {} : { OPENCODE_CONFIG_CONTENT: content };
    return launchAcp(request({ name: 'opencode', command: ['opencode'], env })).env[
      'OPENCODE_CONFIG_CONTENT'
    ];
  };
  expect(JSON.parse(configured() ?? '')).toMatchObject({
    permission: { '*': 'ask', edit: 'ask', bash: 'ask' },
  });
  expect(JSON.parse(configured('{"model":"m"}') ?? '')).toMatchObject({
    model: 'm',
    permission: { bash: 'ask' },
  });
  expect(JSON.parse(configured('{"permission":{"bash":"allow"}}') ?? '')).toMatchObject({
    permission: { '*': 'ask', edit: 'ask', bash: 'allow' },
  });
  expect(JSON.parse(configured('{"permission":"allow"}') ?? '')).toEqual({ permission: 'allow' });
  expect(configured('{broken')).toBe('{broken');
});

function request(agent: AgentSettings): LaunchRequest {
  return {
    agent,
    model: null,
    cwd: '/project',
    conversation: 'unused',
    resume: null,
    fork: false,
    torn_turn: false,
  };
}
