import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isInstalled } from '../../../../test/support/is-installed.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { trySandbox } from './try-sandbox.ts';

const path = process.env['PATH'] ?? '';

it.skipIf(!isInstalled('bwrap'))('finds that the sandbox works, and leaves nothing behind', async () => {
  const scratch = temporaryDirectory();
  expect(await trySandbox({ PATH: path }, scratch)).toEqual({ ok: true, value: null });
  expect(readdirSync(scratch)).toEqual([]);
});

it.each([
  ['is not there', null, 'bubblewrap is not installed'],
  [
    'is forbidden by the kernel',
    'echo "bwrap: No permissions to create namespace" >&2; exit 1',
    'bwrap: No permissions to create namespace',
  ],
  [
    'confines nothing',
    'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
    'bubblewrap does not confine programs here',
  ],
])('finds that bubblewrap %s', async (_what, script, why) => {
  const bin = temporaryDirectory();
  if (script !== null) writeFileSync(join(bin, 'bwrap'), `#!/bin/sh\n${script}\n`);
  if (script !== null) chmodSync(join(bin, 'bwrap'), 0o700);
  const found = await trySandbox({ PATH: script === null ? bin : `${bin}:${path}` }, temporaryDirectory());
  expect(found).toEqual({ ok: false, error: why });
});
