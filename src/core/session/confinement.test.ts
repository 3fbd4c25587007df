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
  ['an attended agent that asks about all calls needs no sandbox', {}, false],
  ['an unattended session is in it', { watched: false }, true],
  ['an agent that asks about some calls is in it', { preflight: 'some' }, true],
  [
    'an agent that asks about no calls is in it, even if its user allows that',
    { preflight: 'none', unasked: true },
    true,
  ],
  ['an unattended session starts without it if there is none', { watched: false, sandbox: none }, false],
  ['with `required` it is in it', { mode: 'required' }, true],
  ['with `off` it is not in it', { mode: 'off', watched: false }, false],
  ['an agent whose user allows it starts without', { mode: 'off', preflight: 'none', unasked: true }, false],
  ['the same if there is none', { preflight: 'some', unasked: true, sandbox: none }, false],
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
    'an agent that never asks, without a sandbox',
    { preflight: 'none', mode: 'off' },
    'configuration',
    /the sandbox is off/,
    /unasked: allow/,
  ],
  [
    'an agent that asks about some calls, if there is no sandbox',
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
