/** The environment of a command: its terminal, and ways to reach the daemon. */
import type { Client } from '../client/client.ts';
import type { CommandOf } from '../contract/command.ts';
import type { Problem } from '../base/problem.ts';
import type { Verdict } from '../contract/verdict.ts';

export interface Context {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  stdout: Stream;
  stderr: Stream;
  /** Aborts on Ctrl-C. */
  interrupted: AbortSignal;
  version: string;
  /** Returns the daemon's client; starts a daemon if none is running. */
  connect(): Promise<Client>;
  daemon: DaemonControl;
  /** Copies a session's `out.jsonl` to standard output; with `follow`, continues until Ctrl-C. */
  rawJournal(id: string, follow: boolean): Promise<void>;
  configuration(repo: string): Promise<ConfigurationReport>;
  doctor(repo: string): Promise<Finding[]>;
  demo: DemoControl;
  hooks: HooksControl;
}

export interface Stream {
  write(text: string): void;
  isTerminal: boolean;
  /** Width of the terminal in characters. */
  columns: number;
}

export interface DaemonControl {
  /** Undefined if no daemon answers. */
  find(): Promise<Client | undefined>;
  /** @returns whether it started a daemon */
  start(): Promise<boolean>;
  /** Runs the daemon in this process until it ends. */
  run(): Promise<void>;
  logFile: string;
  /** Writes a service unit that starts the daemon at login. */
  install(): Promise<{ path: string; next: string }>;
}

export interface ConfigurationReport {
  values: { key: string; value: unknown; source: string }[];
  /** Files of the repository with parts that are ignored until they are trusted. */
  untrusted: string[];
  /** Files whose rules could not all be read. */
  unread: { source: string; message: string }[];
}

export interface Finding {
  name: string;
  /** `absent`: missing, and not needed. */
  state: 'ok' | 'absent' | 'warning' | 'failed';
  detail: string;
  next: string | null;
}

export interface DemoControl {
  /** Creates the scratch repository, and a daemon with its own state. */
  open(slots: number): Promise<DemoPlace>;
}

export interface DemoTask {
  name: string;
  task: string;
  /** The command that must succeed before the session is completed. */
  gate: string;
}

export interface DemoPlace extends AsyncDisposable {
  client: Client;
  repo: string;
  state: string;
  tasks: DemoTask[];
  /** The prompt for the session that fails, with which it succeeds. */
  onward: string;
}

/** fairlead's hook in Claude Code, for agents that a person starts. */
export interface HooksControl {
  /** Reads a settings file of Claude Code, and changes it as the action asks. */
  settle(action: HooksAction, place: HooksPlace): Promise<HooksReport>;
  /** Reads a call from standard input; null if there is nothing to decide. */
  call(): Promise<HookCall | null>;
  /** Returns the text for standard output. */
  answer(verdict: Verdict): Promise<string>;
}

export type HooksAction = 'install' | 'uninstall' | 'status';

export interface HooksPlace {
  /** Whose settings: the user's everywhere, those in a repository, or the user's for one repository. */
  scope: 'user' | 'project' | 'local';
  /** Absolute directory; not used for `user`. */
  repo: string;
}

export interface HooksReport {
  scope: HooksPlace['scope'];
  /** The settings file. */
  path: string;
  installed: boolean;
  changed: boolean;
  /** The copy of the previous file; null if only fairlead's own hook changed. */
  backup: string | null;
  /** The program that the installed hook runs. */
  program: string | null;
  /** Number of other hooks in the file. */
  other_hooks: number;
  /** Why an installed hook does not work. */
  problem: string | null;
}

export interface HookCall {
  tool: string;
  title: string;
  input: CommandOf<'explain'>['input'];
  /** Absolute directory of the repository, and of the call. */
  repo: string;
  cwd: string;
}

/** Thrown by a command to exit with a documented status after it has printed everything. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly status: number;

  constructor(status: number) {
    super(`exit ${status}`);
    this.status = status;
  }
}

/** Thrown by a command for invalid arguments. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly problem: Problem;

  constructor(message: string, next: string) {
    super(message);
    this.problem = { code: 'invalid', message, next };
  }
}
