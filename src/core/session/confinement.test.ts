import { expect, it } from 'vitest';
import { err, ok } from '../../base/result.ts';
import { confine, type ConfinementCase } from './confinement.ts';

const usual: ConfinementCase = {
  agent: 'pi',
  mode: 'auto',
  preflight: 'all',
  resembles: null,
  unasked: false,
  watched: true,
  sandbox: ok(null),
};
const none = err('bubblewrap is not installed');

it.each<[string, Partial<ConfinementCase>, boolean]>([
  ['an agent that asks about all, while somebody watches, needs none', {}, false],
  ['a session that nobody watches is in it', { watched: false }, true],
  ['an agent that asks about some is in it', { preflight: 'some' }, true],
  [
    'an agent that asks about none is in it, also where its user allows that',
    { preflight: 'none', unasked: true },
    true,
  ],
  [
    'a session that nobody watches begins without where there is none',
    { watched: false, sandbox: none },
    false,
  ],
  ['whoever requires it is in it', { mode: 'required' }, true],
  ['whoever wants none is not in it', { mode: 'off', watched: false }, false],
  ['an agent whose user allows it begins without', { mode: 'off', preflight: 'none', unasked: true }, false],
  ['the same where there is none', { preflight: 'some', unasked: true, sandbox: none }, false],
])('%s', (_what, given, sandbox) => {
  const found = confine({ ...usual, ...given });
  expect(found).toMatchObject({ ok: true, value: { sandbox, preflight: given.preflight ?? 'all' } });
});

it.each<[string, Partial<ConfinementCase>, string, RegExp, RegExp]>([
  [
    'required, and there is none',
    { mode: 'required', sandbox: none },
    'environment',
    /required, but does not work here: bubblewrap is not installed/,
    /fairlead doctor/,
  ],
  [
    'an agent that never asks, without one',
    { preflight: 'none', mode: 'off' },
    'configuration',
    /the sandbox is off/,
    /unasked: allow/,
  ],
  [
    'an agent that asks about some, where there is none',
    { preflight: 'some', sandbox: none },
    'configuration',
    /there is no sandbox: bubblewrap is not installed/,
    /unasked: allow/,
  ],
  [
    'a known agent under another name',
    { preflight: 'none', resembles: 'opencode', unasked: true },
    'configuration',
    /pi is opencode under another name/,
    /like: opencode/,
  ],
])('refuses %s', (_what, given, code, message, next) => {
  const found = confine({ ...usual, ...given });
  expect(found).toMatchObject({
    ok: false,
    error: {
      code,
      message: expect.stringMatching(message) as string,
      next: expect.stringMatching(next) as string,
    },
  });
});
