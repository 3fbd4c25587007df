/** Measures every claim about speed, each with its comparison in the same run, and prints one table. */
import { commandLine } from './command-line.ts';
import { hook } from './hook.ts';
import { ingest } from './ingest.ts';
import { latency } from './latency.ts';
import { makespan } from './makespan.ts';
import { memory } from './memory.ts';
import type { Line } from './measure.ts';
import { reading } from './reading.ts';
import { scheduling } from './scheduling.ts';
import { startOverhead } from './start-overhead.ts';
import { stopping } from './stopping.ts';
import { verdicts } from './verdicts.ts';

const all = {
  startOverhead,
  latency,
  ingest,
  commandLine,
  memory,
  hook,
  stopping,
  makespan,
  reading,
  scheduling,
  verdicts,
};

const wanted = process.argv.slice(2);
const lines: Line[] = [];
for (const [name, measure] of Object.entries(all)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`measuring: ${name}`);
  lines.push(...[await measure()].flat());
}
console.log('| what | fairlead | against | ratio |');
console.log('| --- | --- | --- | --- |');
for (const { what, fairlead, against, ratio } of lines)
  console.log(`| ${what} | ${fairlead} | ${against} | ${ratio} |`);
