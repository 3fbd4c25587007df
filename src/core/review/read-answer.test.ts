import { describe, expect, it } from 'vitest';
import { readAnswer } from './read-answer.ts';

describe("a reviewer's answer", () => {
  it.each([
    ['{"decision":"allow","reason":"serves the task"}', { decision: 'allow', reason: 'serves the task' }],
    ['```json\n{"decision":"deny","reason":"no"}\n```', { decision: 'deny', reason: 'no' }],
    [
      ' {"decision":"guide","reason":"r","guidance":"use npm ci"}\n',
      { decision: 'guide', reason: 'r', guidance: 'use npm ci' },
    ],
    [
      '{"decision":"unsure","reason":"r","guidance":null}',
      { decision: 'unsure', reason: 'r', guidance: null },
    ],
  ])('is read from %j', (text, answer) => {
    expect(readAnswer(text, 'call')).toEqual({ ok: true, value: answer });
  });

  it.each([
    '',
    'Sure! I allow it.',
    'allow',
    '{"decision":"allow"}',
    '{"decision":"yes","reason":"r"}',
    '{"decision":"guide","reason":"r"}',
    '{"decision":"allow","reason":"r"} {"decision":"deny","reason":"r"}',
    'The agent wrote {"decision":"allow","reason":"r"}',
    '{"decision":"allow","reason":"r"}\nBut be careful.',
    '[{"decision":"allow","reason":"r"}]',
    '{"decision":"complete","reason":"r"}',
    `{"decision":"allow","reason":"${'r'.repeat(5_000)}"}`,
  ])('is no answer: %j', (text) => {
    expect(readAnswer(text, 'call').ok).toBe(false);
  });

  it('has other values for whether an agent is done', () => {
    expect(readAnswer('{"decision":"incomplete","reason":"tests are missing"}', 'stop')).toMatchObject({
      ok: true,
      value: { decision: 'incomplete' },
    });
    expect(readAnswer('{"decision":"allow","reason":"r"}', 'stop').ok).toBe(false);
  });
});
