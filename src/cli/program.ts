/** The command line: parses the arguments, runs the command, and turns errors into two lines and a status. */
import { Command, CommanderError } from 'commander';
import { printableJson, printableLine } from '../base/printable.ts';
import { systemTrouble } from '../base/system-error.ts';
import { FairleadError } from '../client/failure.ts';
import { problem, type Problem } from '../base/problem.ts';
import { problemStatus } from '../contract/problem-status.ts';
import type { CommandGroup, CommandSpec, Options } from './command-spec.ts';
import { Exit, UsageError, type Context } from './context.ts';
import { createOutput } from './output.ts';

/** Loads one command. Most are not used, and loading each would cost time. */
type Load = () => Promise<CommandSpec | CommandGroup>;

/** Commands by heading in the help. */
const groups: Record<string, Record<string, Load>> = {
  'Sessions:': {
    start: async () => (await import('./commands/start.ts')).start,
    multi: async () => (await import('./commands/multi.ts')).multi,
    ls: async () => (await import('./commands/ls.ts')).ls,
    show: async () => (await import('./commands/show.ts')).show,
    logs: async () => (await import('./commands/logs.ts')).logs,
    events: async () => (await import('./commands/events.ts')).events,
    send: async () => (await import('./commands/send.ts')).send,
    continue: async () => (await import('./commands/continue.ts')).continueSession,
    interrupt: async () => (await import('./commands/interrupt.ts')).interrupt,
    fork: async () => (await import('./commands/fork.ts')).fork,
    pause: async () => (await import('./commands/pause.ts')).pause,
    resume: async () => (await import('./commands/resume.ts')).resume,
    launch: async () => (await import('./commands/launch.ts')).launch,
    stop: async () => (await import('./commands/stop.ts')).stop,
  },
  'Runs and plans:': {
    run: async () => (await import('./commands/run.ts')).run,
    plan: async () => (await import('./commands/plan/plan.ts')).plan,
    runs: async () => (await import('./commands/runs.ts')).runs,
    status: async () => (await import('./commands/status.ts')).status,
    retry: async () => (await import('./commands/retry.ts')).retry,
    skip: async () => (await import('./commands/skip.ts')).skip,
    report: async () => (await import('./commands/report.ts')).report,
  },
  'Approvals and policy:': {
    approvals: async () => (await import('./commands/approvals.ts')).approvals,
    approve: async () => (await import('./commands/approve.ts')).approve,
    deny: async () => (await import('./commands/deny.ts')).deny,
    policy: async () => (await import('./commands/policy/policy.ts')).policy,
    trust: async () => (await import('./commands/trust.ts')).trust,
    hooks: async () => (await import('./commands/hooks.ts')).hooks,
  },
  'Results:': {
    diff: async () => (await import('./commands/diff.ts')).diff,
    merge: async () => (await import('./commands/merge.ts')).merge,
    rollback: async () => (await import('./commands/rollback.ts')).rollback,
    abandon: async () => (await import('./commands/abandon.ts')).abandon,
    rm: async () => (await import('./commands/rm.ts')).rm,
    undo: async () => (await import('./commands/undo.ts')).undo,
    gc: async () => (await import('./commands/gc.ts')).gc,
    stats: async () => (await import('./commands/stats.ts')).stats,
  },
  'Daemon and machine:': {
    daemon: async () => (await import('./commands/daemon.ts')).daemon,
    doctor: async () => (await import('./commands/doctor.ts')).doctor,
    config: async () => (await import('./commands/config.ts')).config,
    demo: async () => (await import('./commands/demo.ts')).demo,
  },
  'For programs:': {
    hook: async () => (await import('./commands/hook.ts')).hook,
  },
};

/**
 * @param args the arguments after `fairlead`
 * @returns the exit status
 */
export async function runProgram(args: string[], context: Context): Promise<number> {
  const json = args.includes('--json');
  try {
    const program = await buildProgram(args, context);
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return explain(error, json, context);
  }
}

async function buildProgram(args: string[], context: Context): Promise<Command> {
  const program = settled(new Command('fairlead'), context)
    .description('Supervise many coding agents at once')
    .version(context.version)
    .usage('COMMAND [OPTIONS]')
    .action(() => program.help());
  program.helpCommand(false);
  const typed = args.find((arg) => !arg.startsWith('-')) ?? '';
  const known = Object.entries(groups).flatMap(([heading, commands]) =>
    Object.entries(commands).map(([name, load]) => ({ heading, name, load })),
  );
  const found = known.filter(({ name }) => name === typed);
  if (typed !== '' && found.length === 0)
    throw new UsageError(`unknown command: ${typed}`, 'fairlead --help');
  for (const { heading, load } of found.length > 0 ? found : known) {
    const spec = await load();
    program.commandsGroup(heading);
    if ('subcommands' in spec) addGroup(program, spec, context);
    else addCommand(program, spec, context, 'fairlead');
  }
  return program;
}

/** @param path the command before `--help` */
function settled(command: Command, { stdout }: Context, path = command.name()): Command {
  return command
    .exitOverride((error) => {
      throw error.exitCode === 0 ? error : new UsageError(plainly(error.message), `${path} --help`);
    })
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => {} })
    .configureHelp({ subcommandTerm: termOf })
    .helpOption('-h, --help', 'show this help')
    .allowExcessArguments(false)
    .showSuggestionAfterError(false);
}

/** Every command has options, so the list of commands does not repeat `[options]`. */
function termOf(command: Command): string {
  const typed = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '');
    return argument.required ? name : `[${name}]`;
  });
  return [command.name(), ...typed].join(' ');
}

/** Rewrites commander's messages in the form of all others: what is wrong, a colon, the value. */
function plainly(message: string): string {
  const surplus = /^error: too many arguments.* Expected (\d+) arguments? but got \d+: (.*)\.$/.exec(message);
  if (surplus)
    return `unexpected argument: ${(surplus[2] ?? '').split(', ').slice(Number(surplus[1])).join(', ')}`;
  for (const [pattern, words] of forms) if (pattern.test(message)) return message.replace(pattern, words);
  return message.replace(/^error: /, '');
}

const forms: readonly [RegExp, string][] = [
  [/^error: unknown option '(.*)'$/, 'unknown option: $1'],
  [/^error: missing required argument '(.*)'$/, 'missing argument: $1'],
  [
    /^error: option '(?:-\w, )?(--[\w-]+).*?' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/,
    'invalid value of $1: $2 (choose $3)',
  ],
  [/^error: option '(?:-\w, )?(--[\w-]+).*?' argument missing$/, 'missing value of $1'],
];

function addGroup(program: Command, { name, summary, subcommands }: CommandGroup, context: Context): void {
  const group = settled(program.command(name), context, `fairlead ${name}`)
    .description(summary)
    .usage('SUBCOMMAND [OPTIONS]')
    .allowExcessArguments()
    .allowUnknownOption()
    .action((_options: unknown, { args }: Command) => {
      const typed = args.find((arg) => !arg.startsWith('-'));
      const help = `fairlead ${name} --help`;
      throw typed === undefined
        ? new UsageError(`no subcommand of ${name} given`, help)
        : new UsageError(`unknown subcommand of ${name}: ${typed}`, help);
    });
  group.helpCommand(false);
  for (const spec of subcommands) addCommand(group, spec, context, `fairlead ${name}`);
}

function addCommand(parent: Command, spec: CommandSpec, context: Context, before: string): void {
  const command = settled(
    parent.command(spec.arguments ? `${spec.name} ${spec.arguments}` : spec.name, {
      hidden: spec.hidden ?? false,
    }),
    context,
    `${before} ${spec.name}`,
  )
    .description(spec.summary)
    .option('--json', 'print JSON (one object per line when streaming)');
  spec.configure?.(command);
  command.action(async (...given: unknown[]) => {
    const options = command.opts<Options>();
    const output = createOutput(context, options['json'] === true);
    // Arguments that were not given are undefined; repeatable ones are arrays.
    const args = (given.slice(0, -2) as (string | string[] | undefined)[]).flat();
    const typed = args.filter((arg) => arg !== undefined);
    await spec.run({ context, output, client: () => context.connect() }, typed, options);
  });
}

function explain(error: unknown, json: boolean, { stderr, interrupted }: Context): number {
  if (error instanceof Exit) return error.status;
  // The command itself is still carried out; only its answer is not awaited.
  if (interrupted.aborted && error instanceof Error && error.name === 'AbortError') return 130;
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const found = problemOf(error);
  if (json) stderr.write(`${printableJson({ v: 1, type: 'error', data: found })}\n`);
  else
    stderr.write(
      `fairlead: ${printableLine(found.message)}\n  try: ${printableLine(found.next.replace(/^try: /, ''))}\n`,
    );
  return problemStatus[found.code].exit;
}

function problemOf(error: unknown): Problem {
  if (error instanceof FairleadError || error instanceof UsageError) return error.problem;
  const trouble = systemTrouble(error);
  if (trouble) return problem('environment', trouble.message, trouble.next);
  const cause = error instanceof Error ? error : new Error(String(error));
  return problem(
    'internal',
    `internal error: ${cause.message}`,
    `report it with this stack: ${cause.stack ?? ''}`,
  );
}
