/** The command line: parses what was typed, runs the command, turns what goes wrong into one line and a status. */
import { Command, CommanderError } from 'commander';
import { printableJson, printableLine } from '../base/printable.ts';
import { systemTrouble } from '../base/system-error.ts';
import { FairleadError } from '../client/failure.ts';
import { problem, problems, type Problem } from '../contract/error.ts';
import type { CommandSpec, Options } from './command-spec.ts';
import { Exit, UsageError, type Context } from './context.ts';
import { createOutput } from './output.ts';

/** Commands are loaded when they are asked for: most of them are not, and each would cost time. */
const commands: Record<string, () => Promise<CommandSpec>> = {
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
  launch: async () => (await import('./commands/launch.ts')).launch,
  resume: async () => (await import('./commands/resume.ts')).resume,
  stop: async () => (await import('./commands/stop.ts')).stop,
  run: async () => (await import('./commands/run.ts')).run,
  plan: async () => (await import('./commands/plan.ts')).plan,
  runs: async () => (await import('./commands/runs.ts')).runs,
  status: async () => (await import('./commands/status.ts')).status,
  retry: async () => (await import('./commands/retry.ts')).retry,
  skip: async () => (await import('./commands/skip.ts')).skip,
  report: async () => (await import('./commands/report.ts')).report,
  approvals: async () => (await import('./commands/approvals.ts')).approvals,
  approve: async () => (await import('./commands/approve.ts')).approve,
  deny: async () => (await import('./commands/deny.ts')).deny,
  diff: async () => (await import('./commands/diff.ts')).diff,
  merge: async () => (await import('./commands/merge.ts')).merge,
  rollback: async () => (await import('./commands/rollback.ts')).rollback,
  abandon: async () => (await import('./commands/abandon.ts')).abandon,
  rm: async () => (await import('./commands/rm.ts')).rm,
  undo: async () => (await import('./commands/undo.ts')).undo,
  gc: async () => (await import('./commands/gc.ts')).gc,
  policy: async () => (await import('./commands/policy.ts')).policy,
  stats: async () => (await import('./commands/stats.ts')).stats,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  config: async () => (await import('./commands/config.ts')).config,
  trust: async () => (await import('./commands/trust.ts')).trust,
  demo: async () => (await import('./commands/demo.ts')).demo,
  hooks: async () => (await import('./commands/hooks.ts')).hooks,
  hook: async () => (await import('./commands/hook.ts')).hook,
  daemon: async () => (await import('./commands/daemon.ts')).daemon,
};

/**
 * @param args what was typed after `fairlead`
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
  const program = new Command('fairlead')
    .description('supervises many coding agents at once')
    .version(context.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.stdout.write(text), writeErr: () => {} })
    .showSuggestionAfterError(false)
    .action(() => program.help());
  program.helpCommand(false);
  const typed = args.find((arg) => !arg.startsWith('-')) ?? '';
  const name = typed;
  if (name !== '' && !Object.hasOwn(commands, name))
    throw new UsageError(`there is no command "${name}"`, 'see what there is: fairlead --help');
  const wanted = Object.hasOwn(commands, name) ? [name] : Object.keys(commands);
  for (const key of wanted) {
    const load = commands[key];
    if (load) addCommand(program, await load(), context);
  }
  return program;
}

function addCommand(program: Command, spec: CommandSpec, context: Context): void {
  const command = program
    .command(spec.arguments ? `${spec.name} ${spec.arguments}` : spec.name, {
      hidden: spec.hidden ?? false,
    })
    .description(spec.summary)
    .option('--json', 'for programs: one JSON object, or one a line')
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.stdout.write(text), writeErr: () => {} })
    .showSuggestionAfterError(false);
  spec.configure?.(command);
  command.action(async (...given: unknown[]) => {
    const options = command.opts<Options>();
    const output = createOutput(context, options['json'] === true);
    // Arguments that were not given are undefined, those of which there may be many an array.
    const args = (given.slice(0, -2) as (string | string[] | undefined)[]).flat();
    const typed = args.filter((arg) => arg !== undefined);
    await spec.run({ context, output, client: () => context.connect() }, typed, options);
  });
}

function explain(error: unknown, json: boolean, { stderr, interrupted }: Context): number {
  if (error instanceof Exit) return error.status;
  // What was asked for is done all the same; only its answer is not waited for.
  if (interrupted.aborted && error instanceof Error && error.name === 'AbortError') return 130;
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const found = problemOf(error);
  if (json) stderr.write(`${printableJson({ v: 1, type: 'error', data: found })}\n`);
  else stderr.write(`fairlead: ${printableLine(found.message)}\n  ${printableLine(found.next)}\n`);
  return problems[found.code].exit;
}

function problemOf(error: unknown): Problem {
  if (error instanceof FairleadError || error instanceof UsageError) return error.problem;
  if (error instanceof CommanderError)
    return problem('invalid', error.message.replace(/^error: /, ''), 'see what there is: fairlead --help');
  const trouble = systemTrouble(error);
  if (trouble) return problem('environment', trouble.message, trouble.next);
  const cause = error instanceof Error ? error : new Error(String(error));
  return problem(
    'internal',
    `${cause.message} (a fault of fairlead)`,
    `please report it with this: ${cause.stack ?? ''}`,
  );
}
