import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, watch, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import {
  answerCall,
  callBox,
  callJournal,
  hookFile,
  makeCallBox,
  maximumCall,
  readCall,
} from './call-box.ts';

describe('a hook', () => {
  it('leaves its call, waits, prints the answer and leaves nothing behind', async () => {
    const box = await makeBox();
    const hook = startHook(box, '{"tool":"Bash"}');
    const [name = ''] = await named(box, 1);
    expect(await readCall(box, name)).toBe('{"tool":"Bash"}');
    await answerCall(box, name, '{"allow":"it\'s \\\\ fine"}');
    expect(await hook).toEqual({ status: 0, stdout: '{"allow":"it\'s \\\\ fine"}\n' });
    expect(readdirSync(box).toSorted()).toEqual(['calls', 'hook.sh', 'plugin.json']);
  });

  it('waits beside others, each for its own answer', async () => {
    const box = await makeBox();
    const hooks = ['a', 'b', 'c'].map((call) => startHook(box, call));
    const names = await named(box, 3);
    const calls = await Promise.all(names.map((name) => readCall(box, name)));
    expect(new Set(calls)).toEqual(new Set(['a', 'b', 'c']));
    for (const [index, name] of names.entries()) await answerCall(box, name, `answer to ${calls[index]}`);
    const printed = (await Promise.all(hooks)).map(({ stdout }) => stdout);
    expect(printed).toEqual(['answer to a\n', 'answer to b\n', 'answer to c\n']);
  });

  it('refuses the call where it cannot ask', async () => {
    const box = await makeBox();
    const script = readFileSync(hookFile(box), 'utf8');
    const elsewhere = join(box, 'hook.sh');
    writeFileSync(elsewhere, script.replace('box=${0%/*}', 'box=/proc/none'));
    expect((await startHook(box, 'x')).status).toBe(2);
  });
});

describe('an answer', () => {
  it('to a hook that is gone is nothing', async () => {
    const box = await makeBox();
    await answerCall(box, '1-0', 'late');
    const hook = startHook(box, 'x');
    const [name = ''] = await named(box, 1);
    await answerCall(box, name, 'first');
    await hook;
    await answerCall(box, name, 'second');
  });

  it('never leads out of the box', async () => {
    const box = await makeBox();
    await mkdir(join(box, '../other'));
    writeFileSync(join(box, '../other/call'), 'secret');
    expect(await readCall(box, '../other')).toBeUndefined();
    await answerCall(box, '../other', 'x');
    expect(readdirSync(join(box, '../other'))).toEqual(['call']);
    await rm(join(box, '../other'), { recursive: true });
  });
});

it('a call that is too long is not read', async () => {
  const box = await makeBox();
  const hook = startHook(box, 'x'.repeat(maximumCall + 1));
  const [name = ''] = await named(box, 1);
  expect(await readCall(box, name)).toBeUndefined();
  await answerCall(box, name, 'no');
  await hook;
});

async function makeBox(): Promise<string> {
  const box = callBox(temporaryDirectory(), 1);
  await makeCallBox(box, { 'plugin.json': '{}' });
  return box;
}

function startHook(box: string, call: string): Promise<{ status: number | null; stdout: string }> {
  const child = spawn('/bin/sh', [hookFile(box)], { stdio: ['pipe', 'pipe', 'ignore'] });
  let stdout = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  // A refusing hook may not read its whole call.
  child.stdin.on('error', () => undefined);
  child.stdin.end(call);
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, stdout })));
}

/** The names of calls, once there are this many. */
async function named(box: string, count: number): Promise<string[]> {
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const look = () => {
    const names = readFileSync(callJournal(box), 'utf8').split('\n').slice(0, -1);
    if (names.length >= count) resolve(names);
  };
  const watcher = watch(box, look);
  look();
  const names = await promise;
  watcher.close();
  return names;
}
