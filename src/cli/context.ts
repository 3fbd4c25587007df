/** What a command is given: the terminal it speaks to, and the ways to the daemon. */
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
  /** The daemon's client; starts a daemon where none runs. */
  connect(): Promise<Client>;
  daemon: DaemonControl;
  /** Copies a session's `out.jsonl` to standard output; with `follow` as it grows, until Ctrl-C. */
  rawJournal(id: string, follow: boolean): Promise<void>;
  configuration(repo: string): Promise<ConfigurationReport>;
  doctor(repo: string): Promise<Finding[]>;
  demo: DemoControl;
  hooks: HooksControl;
}

export interface Stream {
  write(text: string): void;
  isTerminal: boolean;
  /** Characters in a line. */
  columns: number;
}

export interface DaemonControl {
  /** Undefined where no daemon answers. */
  find(): Promise<Client | undefined>;
  /** @returns whether one had to be started */
  start(): Promise<boolean>;
  /** Runs the daemon in this process until it ends. */
  run(): Promise<void>;
  logFile: string;
  /** Writes a unit that starts the daemon with the user's session. */
  install(): Promise<{ path: string; next: string }>;
}

export interface ConfigurationReport {
  values: { key: string; value: unknown; source: string }[];
  /** Files of the repository with parts that are not followed until they are trusted. */
  untrusted: string[];
  /** Files whose rules could not all be read. */
  unread: { source: string; message: string }[];
}

export interface Finding {
  name: string;
  /** `absent`: not there, and not wanted either. */
  state: 'ok' | 'absent' | 'warning' | 'failed';
  detail: string;
  next: string | null;
}

export interface DemoControl {
  /** Makes the scratch repository and a daemon with a state of its own. */
  open(slots: number): Promise<DemoPlace>;
}

export interface DemoTask {
  name: string;
  task: string;
  /** What must succeed before the session counts as completed. */
  gate: string;
}

export interface DemoPlace extends AsyncDisposable {
  client: Client;
  repo: string;
  state: string;
  tasks: DemoTask[];
  /** What to say to the session that fails, so that it goes on. */
  onward: string;
}

/** fairlead's hook in Claude Code, for agents that a person starts. */
export interface HooksControl {
  /** Looks at a settings file of Claude Code, and changes it where that is asked for. */
  settle(action: HooksAction, place: HooksPlace): Promise<HooksReport>;
  /** Reads the call that standard input tells of; null where there is nothing to decide. */
  call(): Promise<HookCall | null>;
  /** What is to be written to standard output. */
  answer(verdict: Verdict): Promise<string>;
}

export type HooksAction = 'install' | 'uninstall' | 'status';

export interface HooksPlace {
  /** Whose settings: the user's everywhere, those that come with a repository, or the user's for one repository. */
  scope: 'user' | 'project' | 'local';
  /** Absolute directory; of no meaning to `user`. */
  repo: string;
}

export interface HooksReport {
  scope: HooksPlace['scope'];
  /** The settings file. */
  path: string;
  installed: boolean;
  changed: boolean;
  /** The copy of what was there before; null where nothing of anybody else's was changed. */
  backup: string | null;
  /** What the installed hook runs. */
  program: string | null;
  /** How many hooks of others the file has. */
  other_hooks: number;
  /** Why the hook is installed and does not work. */
  problem: string | null;
}

export interface HookCall {
  tool: string;
  title: string;
  input: CommandOf<'explain'>['input'];
  /** Absolute directories: that of the repository, and that which the call is made in. */
  repo: string;
  cwd: string;
}

/** Thrown by a command to end with a documented exit status after it has said all there is to say. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly status: number;

  constructor(status: number) {
    super(`exit ${status}`);
    this.status = status;
  }
}

/** Thrown by a command that was given something it cannot use. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly problem: Problem;

  constructor(message: string, next: string) {
    super(message);
    this.problem = { code: 'invalid', message, next };
  }
}
