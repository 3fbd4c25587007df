import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { processTable } from './platform-process-table.ts';
import { keptOutput, runCommand, type CommandResult } from './run-command.ts';

let count = 0;

function run(
  command: string,
  change: { timeout?: number; signal?: AbortSignal } = {},
): Promise<CommandResult> {
  count += 1;
  return runCommand({
    table: processTable,
    command,
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '' },
    marker: `FAIRLEAD_TEST=command${process.pid}n${count}`,
    timeout: 60_000,
    signal: new AbortController().signal,
    ...change,
  });
}

describe('runCommand', () => {
  it('returns the status and the output, both streams in one', async () => {
    const result = await run('echo out; echo err >&2; exit 3');
    expect(result).toMatchObject({ kind: 'exited', code: 3 });
    expect(result.output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
  });

  it('keeps the end of a long output', async () => {
    const result = await run('i=0; while [ $i -lt 40000 ]; do echo "line $i"; i=$((i+1)); done');
    expect(Buffer.byteLength(result.output)).toBe(keptOutput);
    expect(result.output.endsWith('line 39999\n')).toBe(true);
  });

  it('keeps whole characters where it cuts a long output', async () => {
    const { output } = await run("printf '日%.0s' $(seq 60000)");
    // 65,536 is no multiple of the three bytes of a character.
    expect(output).toBe('日'.repeat(21_845));
  });

  it('ends a command that takes too long, and its child processes', async () => {
    const result = await run('echo begun; trap "" TERM; setsid sleep 600 & sleep 600', { timeout: 300 });
    expect(result.kind).toBe('timed_out');
    expect(processTable.marked(`FAIRLEAD_TEST=command${process.pid}n${count}`)).toEqual([]);
  });

  it('can be called off', async () => {
    const controller = new AbortController();
    const result = run('sleep 600', { signal: controller.signal });
    controller.abort();
    await expect(result).resolves.toMatchObject({ kind: 'aborted' });
    await expect(run('sleep 600', { signal: controller.signal })).resolves.toMatchObject({ kind: 'aborted' });
  });

  it('leaves nothing in the background and does not wait for it', async () => {
    const result = await run('echo done; setsid sleep 600 & exit 0');
    expect(result).toMatchObject({ kind: 'exited', code: 0, output: 'done\n' });
    expect(processTable.marked(`FAIRLEAD_TEST=command${process.pid}n${count}`)).toEqual([]);
  });

  it('returns the signal that ended it', async () => {
    await expect(run('kill -9 $$')).resolves.toMatchObject({ kind: 'killed', signal: 'SIGKILL' });
  });
});
