/** Measures the cost of one hook call, and of the sandbox at a session's start. */
import { execFile, spawn } from 'node:child_process';
import { readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Event } from '../src/contract/event.ts';
import {
  answerCall,
  callBox,
  callJournal,
  hookFile,
  makeCallBox,
} from '../src/host/process/preflight/call-box.ts';
import { storedEvents } from '../test/support/stored-events.ts';
import { createWorld } from '../test/support/world.ts';
import { ms, quantile, ratio, type Line } from './measure.ts';

const run = promisify(execFile);
const calls = 50;
const sessions = 10;

export async function hook(): Promise<Line[]> {
  const [ours, node] = [await hookCost(), await nodeCost()];
  const [outside, inside] = [await startTime('off'), await startTime('required')];
  return [
    {
      what: 'a call that a hook asks about, against node -e 0: CPU time, memory',
      fairlead: `${ms(ours.cpu)}, ${ours.memory.toFixed(1)} MB`,
      against: `${ms(node.cpu)}, ${node.memory.toFixed(1)} MB`,
      ratio: ratio(ours.cpu, node.cpu),
    },
    {
      what: "a session's start to its first turn in the sandbox, against without (medians)",
      fairlead: ms(inside),
      against: ms(outside),
      ratio: ratio(inside, outside),
    },
  ];
}

interface Cost {
  /** Milliseconds of CPU time of one call. */
  cpu: number;
  /** Megabytes of resident memory while it waits. */
  memory: number;
}

async function hookCost(): Promise<Cost> {
  await using world = await createWorld();
  const box = callBox(world.root, 1);
  await makeCallBox(box, {});
  let [read, memory] = [0, 0];
  const watcher = watch(box, (_event, file) => {
    if (file !== 'calls') return;
    const names = readFileSync(callJournal(box), 'utf8');
    for (let end = names.indexOf('\n', read); end >= 0; end = names.indexOf('\n', read)) {
      const name = names.slice(read, end);
      read = end + 1;
      memory = Math.max(memory, residentOf(name.split('-')[0] ?? ''));
      void answerCall(box, name, '{}');
    }
  });
  const cpu = await cpuOf(`echo '{"tool_name":"Bash"}' | /bin/sh '${hookFile(box)}'`);
  watcher.close();
  return { cpu, memory };
}

async function nodeCost(): Promise<Cost> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const memory = residentOf(String(child.pid));
  child.kill();
  return { cpu: await cpuOf(`'${process.execPath}' -e 0`), memory };
}

/**
 * @returns milliseconds of CPU time per run of a command line, with all processes that it started; a mean of many runs
 */
async function cpuOf(command: string): Promise<number> {
  const script = `n=0; while [ $n -lt ${calls} ]; do ${command} > /dev/null; n=$((n + 1)); done; times`;
  const { stdout } = await run('bash', ['-c', script]);
  const [, children = ''] = stdout.trim().split('\n');
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return (seconds.reduce((sum, part) => sum + part, 0) * 1_000) / calls;
}

function residentOf(pid: string): number {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(join('/proc', pid, 'status'), 'utf8'));
  return Number(found?.[1] ?? 0) / 1_000;
}

async function startTime(sandbox: 'off' | 'required'): Promise<number> {
  await using world = await createWorld({ config: { default_agent: 'scripted', max_parallel: 1, sandbox } });
  await world.startDaemon();
  const tasks = Array.from({ length: sessions }, () => [
    '--task',
    '<script>[{"do":"say","text":"x"}]</script>',
  ]);
  const result = await world.cli('multi', ...tasks.flat());
  if (result.status !== 0) throw new Error(result.stderr);
  const times = new Map<string, number>();
  const taken: number[] = [];
  for (const event of await storedEvents(world)) note(event, times, taken);
  return quantile(taken, 0.5);
}

function note({ kind, session_id, at }: Event, times: Map<string, number>, taken: number[]): void {
  if (session_id === null) return;
  if (kind === 'process.launching') times.set(session_id, Date.parse(at));
  if (kind === 'agent.ready') taken.push(Date.parse(at) - (times.get(session_id) ?? 0));
}
