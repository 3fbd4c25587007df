import { spawn } from 'node:child_process';
import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { endInput } from './end-input.ts';
import { writeLine } from './journal-writer.ts';
import { readExit, readLaunch } from './launch-record.ts';
import { identify, isAlive } from './process-table.ts';
import { processTable } from './platform-process-table.ts';
import { startShim } from './shim.ts';
import { stopTree } from './stop-tree.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';

const markers: string[] = [];

function place(): { dir: string; marker: string; env: Record<string, string> } {
  const dir = temporaryDirectory();
  const value = `shimtest${dir.slice(-6)}`;
  markers.push(`FAIRLEAD_TEST=${value}`);
  return {
    dir,
    marker: `FAIRLEAD_TEST=${value}`,
    env: { PATH: process.env['PATH'] ?? '', FAIRLEAD_TEST: value },
  };
}

afterEach(async () => {
  for (const marker of markers.splice(0))
    await stopTree({ table: processTable, marker, polite: false, patience: 0 });
});

/** Resolves once `condition` returns a value; checked at every change in `dir`. */
async function when<T>(dir: string, condition: () => T | undefined): Promise<T> {
  const watcher = watch(dir, { recursive: true });
  try {
    const { promise, resolve } = Promise.withResolvers<T>();
    const look = () => {
      const value = condition();
      if (value !== undefined) resolve(value);
    };
    watcher.on('change', look);
    look();
    return await promise;
  } finally {
    watcher.close();
  }
}

const read = (dir: string, name: string) =>
  existsSync(join(dir, name)) ? readFileSync(join(dir, name), 'utf8') : '';

describe('shim', () => {
  it('feeds appended input to the program, appends its output, and records its exit status', async () => {
    const { dir, marker, env } = place();
    const first = await writeLine(join(dir, 'in.jsonl'), 0, 'before the launch, not for it');
    const program = ['/bin/sh', '-c', 'while read -r line; do echo "got $line"; done; echo oops >&2; exit 7'];
    await startShim({ dir, number: 1, inputFrom: first, argv: program, env, cwd: dir });
    const next = await writeLine(join(dir, 'in.jsonl'), first, 'one');
    await when(dir, () => read(dir, 'out.jsonl') === 'got one\n' || undefined);
    await writeLine(join(dir, 'in.jsonl'), next, 'two');
    await when(dir, () => read(dir, 'out.jsonl') === 'got one\ngot two\n' || undefined);
    expect(readExit(dir)).toBeUndefined();

    endInput(processTable, dir, 1, marker);
    await expect(when(dir, () => readExit(dir))).resolves.toBe(7);
    expect(read(dir, 'err.log')).toContain('oops\n');
  });

  it('starts a launch once, however often it is asked to', async () => {
    const { dir, marker, env } = place();
    const launch = {
      dir,
      number: 1,
      inputFrom: 0,
      argv: ['/bin/sh', '-c', 'echo started; exec cat'],
      env,
      cwd: dir,
    };
    await writeLine(join(dir, 'in.jsonl'), 0, 'hello');
    await Promise.all(Array.from({ length: 8 }, () => startShim(launch)));
    await when(dir, () => read(dir, 'out.jsonl') === 'started\nhello\n' || undefined);
    const { program, shim } = readLaunch(dir, 1);
    endInput(processTable, dir, 1, marker);
    await when(dir, () => readExit(dir));
    expect(read(dir, 'out.jsonl')).toBe('started\nhello\n');
    expect(program).not.toBe(shim);
  });

  it('keeps the program when the process that started it is killed', async () => {
    const { dir, env } = place();
    const launch = { dir, number: 1, inputFrom: 0, argv: ['/bin/cat'], env, cwd: dir };
    const starter = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { startShim } from ${JSON.stringify(fileURLToPath(import.meta.resolve('./shim.ts')))};
       await startShim(${JSON.stringify(launch)});
       setInterval(() => {}, 1000);`,
    ]);
    const program = await when(dir, () => readLaunch(dir, 1).program);
    const identity = identify(processTable, program);
    if (!identity) throw new Error('the program does not run');
    const gone = new Promise((resolve) => starter.once('exit', resolve));
    starter.kill('SIGKILL');
    await gone;

    expect(isAlive(processTable, identity)).toBe(true);
    await writeLine(join(dir, 'in.jsonl'), 0, 'still there?');
    await when(dir, () => read(dir, 'out.jsonl') === 'still there?\n' || undefined);
    expect(isAlive(processTable, { ...identity, started: `${identity.started}0` })).toBe(false);
    expect(isAlive(processTable, { ...identity, boot: 'another' })).toBe(false);
  });

  it('records a signal and a missing program, and lets no signal be ignored', async () => {
    for (const [argv, status] of [
      [['/bin/sh', '-c', 'kill -9 $$'], 137],
      [['/no/such/program'], 127],
      [['/bin/sh', '-c', 'kill -INT $$; echo ignored'], 130],
    ] as const) {
      const { dir, env } = place();
      await startShim({ dir, number: 1, inputFrom: 0, argv, env, cwd: dir });
      await expect(when(dir, () => readExit(dir))).resolves.toBe(status);
      expect(read(dir, 'out.jsonl')).toBe('');
    }
  });

  it('gives each later launch only its own input', async () => {
    const { dir, marker, env } = place();
    const cat = { dir, argv: ['/bin/cat'], env, cwd: dir };
    const end = await writeLine(join(dir, 'in.jsonl'), 0, 'for the first');
    await startShim({ ...cat, number: 1, inputFrom: 0 });
    await when(dir, () => read(dir, 'out.jsonl') === 'for the first\n' || undefined);
    endInput(processTable, dir, 1, marker);
    await when(dir, () => readExit(dir));
    await startShim({ ...cat, number: 2, inputFrom: end });
    await writeLine(join(dir, 'in.jsonl'), end, 'for the second');
    await when(dir, () => read(dir, 'out.jsonl') === 'for the first\nfor the second\n' || undefined);
    expect(readExit(dir)).toBeUndefined();
  });

  it('refuses where the directory to work in is gone', async () => {
    const { dir, env } = place();
    const launch = { dir, number: 1, inputFrom: 0, argv: ['/bin/true'], env, cwd: join(dir, 'gone') };
    await expect(startShim(launch)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
