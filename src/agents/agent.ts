/**
 * The port that every agent protocol is behind. An adapter is pure: it holds no process, no timer and no socket; its
 * state is plain JSON, small, and stored with the journal position it belongs to, so that the next daemon goes on where
 * the last one committed.
 */
import type { AgentEvent, AgentRequest, Capabilities } from '../contract/agent-event.ts';

/** A configured agent: how its program is started and which protocol it speaks. */
export interface AgentSettings {
  /** The name in the configuration. */
  name: string;
  /** The known agent that this one behaves like; protocols that treat agents differently look quirks up by it. */
  like: string;
  /** Program and arguments; never built from a task or any other text of a user. */
  command: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** A file of a repository that an agent obeys without asking anybody. */
export interface AutoloadedFile {
  /** Relative to the top of the workspace; one that ends with "/" is a directory and stands for all files in it. */
  path: string;
  /** Of a directory, the names of the files that count; all where not given. */
  only?: RegExp;
  /** What it makes the agent do, in a few words each; nothing where it is harmless. */
  does: (text: string) => string[];
}

/** Files of an agent's own, apart from its program. */
export interface OwnFiles {
  /** Directories that the agent writes to. Absolute. */
  kept: string[];
  /** Within those: what configures the agent. A path that ends with "/" is a directory. */
  settings: string[];
  /** The same, of files for which an empty one means something else than none: they are not created. */
  texts?: string[];
  /**
   * Directories that the agent fills with programs and runs them from: it gets one of its own, empty and gone with the
   * session, because what it changed there would run in the user's next session.
   */
  caches: string[];
  /**
   * What the agent both configures itself by and writes to: it gets a copy, which is gone with the session. A path that
   * ends with "/" is a directory.
   */
  copied: string[];
}

export interface LaunchRequest {
  agent: AgentSettings;
  model: string | null;
  /** Absolute path of the workspace. */
  cwd: string;
  /** A UUID the new conversation may take as its id, where the agent lets its host choose. */
  conversation: string;
  /** The agent's own id of the conversation to go on with. */
  resume: string | null;
  /** Go on with a copy of `resume` instead. */
  fork: boolean;
  /** A lost process left a turn unfinished: the agent finishes it by itself where it can. */
  torn_turn: boolean;
}

export interface Launch {
  argv: readonly string[];
  /** Added to the environment. */
  env: Readonly<Record<string, string>>;
  /** Files that are written to the call box before the start, by name; null where the agent has no use for a box. */
  box: Readonly<Record<string, string>> | null;
}

/** Where the hooks of a launch ask fairlead about calls. */
export interface HookPlace {
  /** Absolute path of the call box, where the files of {@link Launch.box} are. */
  box: string;
  /** Absolute path of the shell script that a hook runs. */
  script: string;
}

/** A call that a hook of the agent asks about, and waits. */
export interface HookedCall {
  /** Counts the calls of a launch; unlike an id of the agent, it is never given twice. */
  number: number;
  /** The name by which the hook is answered. */
  name: string;
  /** What the agent told its hook; undefined where it is too long to be read. */
  text: string | undefined;
}

/** An answer to a hook: one line, printed by it as it is. */
export interface HookAnswer {
  name: string;
  line: string;
}

/** What one step of an adapter brings: events for the decisions, and lines that go to the agent at once. */
export interface AdapterStep<State> {
  state: State;
  events: AgentEvent[];
  /** Lines without newline; protocol chatter only, such as handshakes and refusals of requests nobody implements. */
  send: string[];
  /** Answers to hooks that wait. */
  answers?: HookAnswer[];
}

/** JSON that an adapter keeps between lines. */
export type AdapterState = { [key: string]: unknown };

export interface Adapter<State extends AdapterState = AdapterState> {
  protocol: string;
  /** What agents of this protocol can do; `like` as in the configuration. */
  capabilities(like: string): Capabilities;
  /** The known agent that a command starts, for a configuration that gives it another name; null where it is not known. */
  resembles(command: readonly string[]): string | null;
  /** What an agent like that obeys. */
  autoloads(like: string): readonly AutoloadedFile[];
  /** Where an agent like that keeps its files, by the environment that it is started with. */
  ownFiles(like: string, env: Readonly<Record<string, string | undefined>>): OwnFiles;
  launch(request: LaunchRequest, place: HookPlace): Launch;
  /** State of a fresh process, and the lines that open the conversation. */
  open(request: LaunchRequest): AdapterStep<State>;
  /** Folds one line of `out.jsonl`, newline not included. Never throws: a line it cannot read becomes `unreadable`, kinds it does not know are passed over. */
  decode(state: State, line: string): AdapterStep<State>;
  /** Turns a request into lines. */
  encode(state: State, request: AgentRequest): AdapterStep<State>;
  /** Folds a call that a hook asks about; for protocols whose agents have hooks. Never throws. */
  hooked?(state: State, call: HookedCall): AdapterStep<State>;
  /**
   * Folds one line of the program's standard error, newline not included; for protocols whose agents say there what they
   * say nowhere else. It is no part of the protocol, so most lines bring nothing. Never throws.
   */
  stderr?(state: State, line: string): AdapterStep<State>;
}
