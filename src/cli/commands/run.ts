import { Option } from 'commander';
import type { CommandOf } from '../../contract/command.ts';
import type { Event } from '../../contract/event.ts';
import type { MergeStrategy } from '../../contract/merge.ts';
import type { RunView, WhenEmpty } from '../../contract/run.ts';
import type { Level } from '../../contract/session.ts';
import type { CommandSpec } from '../command-spec.ts';
import { Exit, UsageError } from '../context.ts';
import { followRun, runEventText } from '../follow-run.ts';
import {
  collect,
  duration,
  policyOption,
  positiveNumber,
  strategyOption,
  tokenCount,
  wholeNumber,
  withUnattended,
} from '../options.ts';
import { painter } from '../paint.ts';
import { planCommand, withPlanOptions, type PlanOptions } from '../plan-options.ts';
import { planText } from '../plan-text.ts';
import { progressText, runLine } from '../run-text.ts';

type RunOptions = PlanOptions & {
  maxParallel?: number;
  waves?: 'slots' | 'barrier';
  only?: string[];
  dryRun?: boolean;
  agent?: string;
  model?: string;
  policy?: Level;
  base?: string;
  gate?: string[];
  mergeGate?: string[];
  now?: boolean;
  detach?: boolean;
  unattended?: boolean;
  empty?: WhenEmpty;
  mergeInto?: string;
  strategy?: MergeStrategy;
  maxCost?: number;
  maxTokens?: number;
  maxTime?: number;
  writeBack?: boolean;
};

export const run: CommandSpec = {
  name: 'run',
  summary: 'Run a plan, each unit once its dependencies are merged',
  arguments: '<PLAN...>',
  configure: (command) =>
    withUnattended(withPlanOptions(command))
      .option('--max-parallel <N>', 'units to run at the same time', wholeNumber)
      .addOption(
        new Option('--waves <HOW>', 'start units by free slots, or wave by wave').choices([
          'slots',
          'barrier',
        ]),
      )
      .option('--only <UNIT>', 'run this unit only (repeatable)', collect)
      .option('--dry-run', 'show the plan without running it')
      .option('--agent <NAME>', 'agent (default: default_agent)')
      .option('--model <NAME>', 'model of the agents')
      .addOption(policyOption('policy level'))
      .option('--base <REF>', 'base of the integration branch (default: HEAD)')
      .option('--gate <COMMAND>', 'gate of every unit (repeatable)', collect)
      .option('--merge-gate <COMMAND>', 'gate of each merged tree (repeatable)', collect)
      .addOption(
        new Option(
          '--empty <HOW>',
          'units without changes and own gate (default: ask, with --gate accept)',
        ).choices(['ask', 'accept', 'fail']),
      )
      .option('--max-cost <USD>', 'pause above this cost (US dollars)', positiveNumber)
      .option('--max-tokens <N>', 'pause above this number of tokens', tokenCount)
      .option('--max-time <DURATION>', 'pause after this time: 30m, 2h', duration)
      .option('--merge-into <BRANCH>', 'merge into this branch when the run completes')
      .addOption(strategyOption('merge strategy of --merge-into'))
      .option('--write-back', 'mark completed units in the plan')
      .option('--now', 'ignore slots that other sessions hold')
      .option('--detach', 'return once the run has started'),
  async run({ context, output, client }, documents, options) {
    const typed = options as RunOptions;
    const place = planCommand(context, documents, typed);
    const paint = painter(output.lively);
    const daemon = await client();
    if (typed.dryRun) {
      const plan = await daemon.ask('plan', { type: 'plan', ...place });
      return output.data('plan', plan, () => planText(plan, paint));
    }
    const started = await daemon.ask('run', commandOf(place, typed));
    if (typed.detach) {
      output.data('run', started, () => runLine(started));
      return output.note(`follow it: fairlead status ${started.id} · fairlead events -f --run ${started.id}`);
    }
    const show = (event: Event) => {
      const text = runEventText(event, started.id, paint);
      if (text !== '') output.note(text);
    };
    const ended = await followRun(daemon, started.id, context.interrupted, show, typed.unattended);
    if (!ended) {
      output.note(`\nthe run continues in the background: fairlead status ${started.id}`);
      throw new Exit(130);
    }
    output.data('run', ended, () => endText(ended));
    if (ended.ended_at === null) output.note(`blocked on a person: fairlead status ${ended.id}`);
    const status = statusOf(ended);
    if (status !== 0) throw new Exit(status);
  },
};

function commandOf(place: ReturnType<typeof planCommand>, typed: RunOptions): CommandOf<'run'> {
  if (typed.strategy !== undefined && typed.mergeInto === undefined)
    throw new UsageError('--strategy without --merge-into', 'add --merge-into BRANCH');
  return {
    type: 'run',
    ...place,
    ...(typed.maxParallel !== undefined && { max_parallel: typed.maxParallel }),
    ...(typed.waves && { waves: typed.waves }),
    ...(typed.now && { now: true }),
    ...(typed.only && { only: typed.only }),
    ...(typed.agent !== undefined && { agent: typed.agent }),
    ...(typed.model !== undefined && { model: typed.model }),
    ...(typed.policy && { policy: typed.policy }),
    ...(typed.base !== undefined && { base: typed.base }),
    ...(typed.gate && { gates: typed.gate }),
    ...(typed.mergeGate && { merge_gates: typed.mergeGate }),
    ...(typed.maxCost !== undefined && { max_cost_usd: typed.maxCost }),
    ...(typed.maxTokens !== undefined && { max_tokens: typed.maxTokens }),
    ...(typed.maxTime !== undefined && { max_time_s: typed.maxTime }),
    ...(typed.empty && { empty: typed.empty }),
    ...(typed.mergeInto !== undefined && { merge_into: typed.mergeInto }),
    ...(typed.strategy && { strategy: typed.strategy }),
    ...(typed.writeBack && { write_back: true }),
  };
}

/** The end was printed before; this adds the branch and the next commands. */
function endText({ id, status, progress, branch }: RunView): string {
  const where = branch === null ? '' : `, on ${branch}`;
  const next = nextWords[status] ?? ['retry', 'report', 'abandon'];
  return `${progressText(progress)}${where}\n  ${next.map((word) => `fairlead ${word} ${id}`).join(' · ')}`;
}

const nextWords: Partial<Record<RunView['status'], string[]>> = {
  completed: ['merge', 'report'],
  stopped: ['resume', 'report', 'abandon'],
  paused: ['resume', 'stop'],
  running: ['status', 'stop'],
};

function statusOf({ status, ended_at }: RunView): number {
  if (status === 'completed') return 0;
  if (ended_at === null) return 3;
  return status === 'stopped' ? 4 : 1;
}
