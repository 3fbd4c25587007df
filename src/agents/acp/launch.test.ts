import { describe, expect, it } from 'vitest';
import { launchRequest } from '../../../test/support/launch-request.ts';
import type { LaunchRequest } from '../agent.ts';
import { launchAcp } from './launch.ts';

const place = { box: '/box', script: '/box/hook.sh' };

it('starts the command of an agent that needs nothing else as it is', () => {
  expect(launch('another', { A: '1' })).toEqual({
    argv: ['another', '--acp'],
    env: { A: '1' },
    box: null,
  });
});

describe('opencode', () => {
  const permission = (content?: string): unknown => {
    const { env } = launch('opencode', content === undefined ? {} : { OPENCODE_CONFIG_CONTENT: content });
    return JSON.parse(env['OPENCODE_CONFIG_CONTENT'] ?? '');
  };

  it("is configured to ask, and keeps the rest of the user's configuration", () => {
    expect(permission()).toMatchObject({ permission: { '*': 'ask', bash: 'ask', read: 'ask' } });
    expect(permission('{"model":"m"}')).toMatchObject({ model: 'm', permission: { bash: 'ask' } });
  });

  it('also asks about calls that its own configuration would allow, and keeps its denials', () => {
    expect(permission('{"permission":{"bash":"allow","webfetch":"deny"}}')).toMatchObject({
      permission: { '*': 'ask', bash: 'ask', webfetch: 'deny' },
    });
    expect(permission('{"permission":"allow"}')).toMatchObject({ permission: { '*': 'ask', bash: 'ask' } });
  });

  it("is left unchanged if the user's configuration cannot be read", () => {
    const { env } = launch('opencode', { OPENCODE_CONFIG_CONTENT: '{broken' });
    expect(env['OPENCODE_CONFIG_CONTENT']).toBe('{broken');
  });
});

describe('reports of failed model requests', () => {
  it('is written to its standard error', () => {
    expect(launch('gemini').env).toMatchObject({ GEMINI_DEBUG_LOG_FILE: '/dev/stderr' });
    expect(launch('opencode').env).toMatchObject({ OPENCODE_PRINT_LOGS: '1', OPENCODE_LOG_LEVEL: 'WARN' });
  });

  it('goes to the path that the user configured', () => {
    const log = { GEMINI_DEBUG_LOG_FILE: '/var/log/gemini' };
    expect(launch('gemini', log).env).toMatchObject(log);
    expect(launch('opencode', { OPENCODE_LOG_LEVEL: 'DEBUG' }).env).toMatchObject({
      OPENCODE_LOG_LEVEL: 'DEBUG',
    });
  });
});

it('names the model on the command line of an agent that offers no list', () => {
  const named = (name: string) =>
    launchAcp({ ...requestOf(name, {}), model: 'm' }, place).argv.includes('--model');
  expect([named('copilot'), named('qwen'), named('codex'), named('another')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

describe('hooks', () => {
  it('are given to Codex in its configuration, before those of the user', () => {
    const theirs = { hooks: [{ type: 'command', command: 'theirs' }] };
    const given = { model: 'm', hooks: { PreToolUse: [theirs], Stop: [] } };
    const { env } = launch('codex', { CODEX_CONFIG: JSON.stringify(given) });
    const config = JSON.parse(env['CODEX_CONFIG'] ?? '') as typeof given;
    expect(config).toMatchObject({ model: 'm', hooks: { Stop: [] } });
    expect(config.hooks.PreToolUse).toEqual([
      { hooks: [{ type: 'command', command: '/bin/sh "$FAIRLEAD_HOOK"', timeout: 2_000_000 }] },
      theirs,
    ]);
    expect(env['FAIRLEAD_HOOK']).toBe('/box/hook.sh');
  });

  it('are given to Copilot as a plugin, and to Qwen Code as settings of the system', () => {
    const copilot = launch('copilot');
    expect(copilot.argv).toEqual(['copilot', '--acp', '--plugin-dir', '/box']);
    expect(Object.keys(copilot.box ?? {})).toEqual(['plugin.json', 'hooks.json']);
    const qwen = launch('qwen');
    expect(qwen.env['QWEN_CODE_SYSTEM_SETTINGS_PATH']).toBe('/box/settings.json');
    expect(qwen.box?.['settings.json']).toContain(`/bin/sh '/box/hook.sh'`);
  });

  it('cannot be given to Gemini, which asks because of a policy file', () => {
    const gemini = launch('gemini');
    expect(gemini.argv).toEqual(['gemini', '--acp', '--policy', '/box/ask.toml']);
    expect(gemini.box?.['ask.toml']).toContain('argsPattern = "."');
  });
});

it('uses the known agent that an agent is like, whatever its name', () => {
  const request = requestOf('oc', {});
  const { env } = launchAcp({ ...request, agent: { ...request.agent, like: 'opencode' } }, place);
  expect(env['OPENCODE_CONFIG_CONTENT']).toContain('"bash":"ask"');
});

function launch(name: string, env: Record<string, string> = {}) {
  return launchAcp(requestOf(name, env), place);
}

function requestOf(name: string, env: Record<string, string>): LaunchRequest {
  return launchRequest(name, { agent: { name, like: name, command: [name, '--acp'], env } });
}
