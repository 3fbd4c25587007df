import { describe, expect, it } from 'vitest';
import { longestLine, startDialogue, type Dialogue } from './dialogue.ts';
import { processTable } from './platform-process-table.ts';

let count = 0;

function start(
  script: string,
  signal = new AbortController().signal,
): { dialogue: Dialogue; marker: string } {
  count += 1;
  const marker = `FAIRLEAD_TEST=dialogue${process.pid}n${count}`;
  const dialogue = startDialogue({
    table: processTable,
    argv: ['/bin/sh', '-c', script],
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '' },
    marker,
    signal,
  });
  return { dialogue, marker };
}

const alive = (marker: string) => processTable.marked(marker);

async function all(dialogue: Dialogue): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of dialogue.lines()) lines.push(line);
  return lines;
}

describe('a dialogue', () => {
  it('goes back and forth, and leaves nothing behind', async () => {
    const { dialogue, marker } = start('sleep 600 & while read line; do echo "heard $line"; done');
    const said: string[] = [];
    dialogue.say(['one', 'two']);
    for await (const line of dialogue.lines()) {
      said.push(line);
      if (said.length === 2) break;
    }
    expect(said).toEqual(['heard one', 'heard two']);
    await dialogue[Symbol.asyncDispose]();
    expect(alive(marker)).toEqual([]);
  });

  it('skips a line that is too long, and yields the next', async () => {
    const { dialogue } = start(
      `head -c ${longestLine + 1} /dev/zero | tr '\\0' x; echo; echo after; printf half`,
    );
    await expect(all(dialogue)).resolves.toEqual(['after']);
    await dialogue[Symbol.asyncDispose]();
  });

  it('ends with the program, and knows its last words', async () => {
    const { dialogue } = start('echo no login >&2; exit 3');
    await expect(all(dialogue)).resolves.toEqual([]);
    dialogue.say(['anybody there?']);
    expect(dialogue.lastWords).toBe('no login');
    await dialogue[Symbol.asyncDispose]();
  });

  it('ends where there is no such program', async () => {
    const dialogue = startDialogue({
      table: processTable,
      argv: ['/no/such/program'],
      cwd: '/',
      env: {},
      marker: `FAIRLEAD_TEST=dialogue${process.pid}none`,
      signal: new AbortController().signal,
    });
    await expect(all(dialogue)).resolves.toEqual([]);
    expect(dialogue.lastWords).toMatch(/ENOENT/);
    await dialogue[Symbol.asyncDispose]();
  });

  it('is aborted from outside, whatever the program does', async () => {
    const calling = new AbortController();
    const { dialogue, marker } = start(
      `trap '' TERM; echo ready; while :; do sleep 600; done`,
      calling.signal,
    );
    const said: string[] = [];
    for await (const line of dialogue.lines()) {
      said.push(line);
      calling.abort();
    }
    expect(said).toEqual(['ready']);
    await dialogue[Symbol.asyncDispose]();
    expect(alive(marker)).toEqual([]);
  });
});
