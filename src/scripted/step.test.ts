import { expect, it } from 'vitest';
import { readScript } from './step.ts';

const script = (text: string) => readScript(`Please <script>${text}</script> now`);

it('reads the last script of a prompt, with what a step leaves out', () => {
  const prompt = '<script>[{"do":"hang"}]</script> rather <script>[{"do":"run","command":"ls"}]</script>';
  expect(readScript(prompt)).toEqual({
    ok: true,
    value: [{ do: 'run', command: 'ls', ask: false, background: false }],
  });
});

it.each(['', 'no script', '<script>[', '</script>'])('finds none in %j', (prompt) =>
  expect(readScript(prompt)).toEqual({ ok: true, value: null }),
);

it.each([
  ['no json', /^it is not JSON \(/],
  ['{}', /expected array/],
  ['[{"do":"say"}]', /^step 1 \(text\): /],
  ['[{"do":"hang"},{"do":"dance"}]', /^step 2 \(do\): /],
  ['[{"do":"hang","now":true}]', /^step 1: .*now/],
  ['[{"do":"exit","status":256}]', /^step 1 \(status\): /],
])('says in one line what is wrong with %s', (text, words) => {
  const read = script(text);
  expect(read).toMatchObject({ ok: false, error: expect.stringMatching(words) as string });
  expect(!read.ok && read.error).not.toMatch(/\n/);
});
