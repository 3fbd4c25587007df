/**
 * The library: all functions of the command line, for TypeScript.
 *
 * @example
 * import { connect, createSupervisor } from 'fairlead';
 * const client = await connect();
 * await using supervisor = await createSupervisor(client, { repo: process.cwd(), maxSessions: 2 });
 * const results = await supervisor.spawnAndWaitAll(['Fix the login bug', 'Add dark mode']);
 */
import type { Client } from '../client/client.ts';
import { clientOf, findDaemon, startDaemon } from './connect.ts';
import { pathsFor } from './paths.ts';

export type { Client } from '../client/client.ts';
export { FairleadError } from '../client/failure.ts';
export { createSupervisor, type Supervisor, type SupervisorOptions } from '../client/supervisor.ts';
export type { Answer, Answers, DiffView, PlanView, RuleView, StatsView } from '../contract/answer.ts';
export type { ApprovalView } from '../contract/approval.ts';
export type { Command } from '../contract/command.ts';
export type { Event, EventKind } from '../contract/event.ts';
export type { Changes, Snapshot } from '../contract/live.ts';
export type { RunView } from '../contract/run.ts';
export type { SessionView, Status } from '../contract/session.ts';
export type { Verdict } from '../contract/verdict.ts';

export interface ConnectOptions {
  /** Variables such as the state directory; default `process.env`. */
  env?: Readonly<Record<string, string | undefined>>;
  /** The name of the caller, for the event log; default `library`. */
  by?: string;
  /** Whether to start a daemon if none runs; default true. */
  start?: boolean;
}

/**
 * Connects to the daemon of this user.
 *
 * @throws a FairleadError if there is none and none can be started
 */
export async function connect({
  env = process.env,
  by = 'library',
  start = true,
}: ConnectOptions = {}): Promise<Client> {
  const paths = pathsFor(env);
  if (start && !(await findDaemon(paths, by))) await startDaemon(paths, env);
  const client = clientOf(paths, by);
  await client.daemon();
  return client;
}
