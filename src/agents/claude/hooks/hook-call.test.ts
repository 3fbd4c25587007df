import { describe, expect, test } from 'vitest';
import { hookAnswer, readHookCall } from './hook-call.ts';

/** As Claude Code 2.1.328 sends it. */
const call = {
  session_id: '42e99279-fc89-462b-87af-2f94a0ee999d',
  transcript_path: '/home/user/.claude/projects/-repo/42e99279.jsonl',
  cwd: '/repo/sub',
  prompt_id: 'ab77df2b-4326-44dd-90f0-01853824dfd2',
  permission_mode: 'default',
  effort: { level: 'medium' },
  hook_event_name: 'PreToolUse',
  tool_name: 'Bash',
  tool_input: { command: 'mkdir made', description: 'x' },
  tool_use_id: 'toolu_1_1',
};

test('a call is read', () => {
  expect(readHookCall(`${JSON.stringify(call)}\n`)).toEqual({
    ok: true,
    value: { tool: 'Bash', title: call.tool_input.command, input: call.tool_input, cwd: '/repo/sub' },
  });
});

test.each(['AskUserQuestion', 'ExitPlanMode'])('%s is answered by a person alone', (tool_name) => {
  expect(readHookCall(JSON.stringify({ ...call, tool_name }))).toEqual({ ok: true, value: null });
});

test.each([
  ['', /not a JSON object/],
  ['[]', /not a JSON object/],
  ['{"hook_event_name":', /not a JSON object/],
  ['{}', /for PreToolUse, not for no event/],
  [JSON.stringify({ ...call, hook_event_name: 'PostToolUse' }), /not for PostToolUse/],
  [JSON.stringify({ ...call, tool_name: 7 }), /no tool_name/],
  [JSON.stringify({ ...call, cwd: '' }), /no cwd/],
])('what is not understood is said: %.40j', (text, why) => {
  expect(readHookCall(text)).toEqual({ ok: false, error: expect.stringMatching(why) as string });
});

describe('an answer', () => {
  const said = (reason: string, source: string) =>
    JSON.parse(hookAnswer({ decision: 'deny', rule: null, source, reason, parts: [] })) as unknown;
  const deny = (permissionDecisionReason: string) => ({
    hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny', permissionDecisionReason },
  });

  test('names the source if the reason does not', () => {
    expect(said('/etc/shadow holds secrets', 'built-in protection (secrets)')).toEqual(
      deny('fairlead: /etc/shadow holds secrets; built-in protection (secrets)'),
    );
    expect(said('deny rule Bash(rm:*) (/c.yaml): no', '/c.yaml')).toEqual(
      deny('fairlead: deny rule Bash(rm:*) (/c.yaml): no'),
    );
  });
});
