/** Measures verdicts on commands: common commands, against only parsing them, and the most expensive known commands. */
import { homedir } from 'node:os';
import { parse } from 'unbash';
import { judge } from '../src/core/policy/judge.ts';
import { pathFinder } from '../src/host/system/machine.ts';
import { ordinary, sampleRules } from '../test/policy/ordinary.ts';
import { worst } from '../test/policy/worst.ts';
import { bash, policyOf } from '../test/support/policy-scene.ts';
import { ms, quantile, ratio, type Line } from './measure.ts';

const rounds = 50;

export function verdicts(): Promise<Line[]> {
  const policy = policyOf({ allow: sampleRules.map((name) => `Bash(${name}:*)`), deny: ['Bash(rm -rf:*)'] });
  const { realPath } = pathFinder(homedir());
  const call = (command: string) => {
    const made = bash(command);
    return { ...made, machine: { ...made.machine, realPath } };
  };
  const times = (task: (command: string) => unknown) =>
    Array.from({ length: rounds }, () => ordinary.map((command) => took(() => task(command)))).flat();
  const ours = times((command) => judge(policy, call(command)));
  const theirs = times((command) => parse(command));
  const hostile = Object.values(worst).map((command) => took(() => judge(policy, call(command))));
  return Promise.resolve([
    {
      what: `a verdict on a command that agents run all day, against only parsing it (medians of ${ordinary.length})`,
      fairlead: micro(quantile(ours, 0.5)),
      against: micro(quantile(theirs, 0.5)),
      ratio: ratio(quantile(ours, 0.5), quantile(theirs, 0.5)),
    },
    {
      what: `the longest verdict on ${hostile.length} lines made to take long`,
      fairlead: ms(Math.max(...hostile)),
      against: '',
      ratio: '',
    },
  ]);
}

function took(task: () => unknown): number {
  const begin = performance.now();
  task();
  return performance.now() - begin;
}

const micro = (value: number) => `${Math.round(value * 1_000)} µs`;
