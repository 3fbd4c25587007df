/**
 * The interface of every agent protocol. An adapter is pure: it holds no process, no timer and no socket. Its state
 * is small, plain JSON, stored with its journal position, so that the next daemon continues from the last commit.
 */
import type { AgentEvent, AgentRequest, Capabilities } from '../contract/agent-event.ts';

/** A configured agent: how its program is started and which protocol it speaks. */
export interface AgentSettings {
  /** The name in the configuration. */
  name: string;
  /** The known agent that this one behaves like; protocols with quirks look them up by it. */
  like: string;
  /** Program and arguments; never built from a task or any other text of a user. */
  command: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** A file of a repository that an agent loads and runs without asking. */
export interface AutoloadedFile {
  /** Relative to the top of the workspace; a path that ends with "/" is a directory and includes all files in it. */
  path: string;
  /** Names of the files that count in a directory; all if not given. */
  only?: RegExp;
  /** Returns the effects on the agent, in a few words each; empty if the file is harmless. */
  does: (text: string) => string[];
}

/** An agent's own files, without its program. */
export interface OwnFiles {
  /** Absolute paths of directories that the agent writes. */
  kept: string[];
  /** Within those: files that configure the agent. A path that ends with "/" is a directory. */
  settings: string[];
  /** The same for files whose absence differs from an empty file: fairlead does not create them. */
  texts?: string[];
  /**
   * Directories that the agent fills with programs and runs: it gets an empty one that is deleted with the session,
   * because changes there would run in the user's next session.
   */
  caches: string[];
  /**
   * Files that the agent both reads as configuration and writes: it gets a copy that is deleted with the session. A
   * path that ends with "/" is a directory.
   */
  copied: string[];
}

export interface LaunchRequest {
  agent: AgentSettings;
  model: string | null;
  /** Absolute path of the workspace. */
  cwd: string;
  /** A UUID that the new conversation may take as its id, if the agent lets its host choose. */
  conversation: string;
  /** The agent's own id of the conversation to resume. */
  resume: string | null;
  /** Continues with a copy of `resume` instead. */
  fork: boolean;
  /** A lost process left a turn unfinished: the agent finishes it if it can. */
  torn_turn: boolean;
}

export interface Launch {
  argv: readonly string[];
  /** Added to the environment. */
  env: Readonly<Record<string, string>>;
  /** Files to write to the call box before the start, by name; null if the agent has no call box. */
  box: Readonly<Record<string, string>> | null;
}

/** Where the hooks of a launch ask fairlead about calls. */
export interface HookPlace {
  /** Absolute path of the call box, where the files of {@link Launch.box} are. */
  box: string;
  /** Absolute path of the shell script that a hook runs. */
  script: string;
}

/** A call of a hook that waits for the answer. */
export interface HookedCall {
  /** Counts the calls of a launch; unlike an agent's id, it is never reused. */
  number: number;
  /** The name used in the answer to the hook. */
  name: string;
  /** The agent's input to its hook; undefined if it is too long. */
  text: string | undefined;
}

/** An answer to a hook: one line, which the hook prints unchanged. */
export interface HookAnswer {
  name: string;
  line: string;
}

/** The result of one step: events for the decisions, and lines to send to the agent at once. */
export interface AdapterStep<State> {
  state: State;
  events: AgentEvent[];
  /** Lines without newline; only protocol messages such as handshakes and refusals of unsupported requests. */
  send: string[];
  /** Answers to waiting hooks. */
  answers?: HookAnswer[];
}

/** An adapter's state between lines, as JSON. */
export type AdapterState = { [key: string]: unknown };

export interface Adapter<State extends AdapterState = AdapterState> {
  protocol: string;
  /** Returns what agents of this protocol support; `like` as in the configuration. */
  capabilities(like: string): Capabilities;
  /** Returns the known agent that a command starts, for a configuration with another name; null if unknown. */
  resembles(command: readonly string[]): string | null;
  /** Returns the files that such an agent loads from a repository. */
  autoloads(like: string): readonly AutoloadedFile[];
  /** Returns the paths of such an agent's own files, given its environment. */
  ownFiles(like: string, env: Readonly<Record<string, string | undefined>>): OwnFiles;
  launch(request: LaunchRequest, place: HookPlace): Launch;
  /** Returns the state of a new process, and the lines that open the conversation. */
  open(request: LaunchRequest): AdapterStep<State>;
  /**
   * Folds one line of `out.jsonl`, without its newline. Never throws: an unreadable line becomes `unreadable`,
   * unknown kinds are ignored.
   */
  decode(state: State, line: string): AdapterStep<State>;
  /** Encodes a request as lines. */
  encode(state: State, request: AgentRequest): AdapterStep<State>;
  /** Folds a call that a hook asks about, for protocols with hooks. Never throws. */
  hooked?(state: State, call: HookedCall): AdapterStep<State>;
  /**
   * Folds one line of the program's standard error, without its newline, for agents that report some facts only
   * there. Most lines produce nothing. Never throws.
   */
  stderr?(state: State, line: string): AdapterStep<State>;
}
