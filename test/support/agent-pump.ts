/**
 * The smallest thing that can hold an agent: its process on pipes, an adapter in between, and events to wait for. Tests
 * drive real programs with it through the adapter's port alone.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type {
  Adapter,
  AdapterState,
  HookedCall,
  LaunchRequest,
  AdapterStep,
} from '../../src/agents/agent.ts';
import { callBox, callJournal, hookFile } from '../../src/host/process/preflight/call-box.ts';
import { hookScript } from '../../src/host/process/preflight/hook-script.ts';
import { processTable } from '../../src/host/process/platform-process-table.ts';
import { stopTree } from '../../src/host/process/stop-tree.ts';
import type { AgentEvent, AgentEventType, AgentRequest } from '../../src/contract/agent-event.ts';

export interface AgentPump extends AsyncDisposable {
  /** Everything the agent said, in order. */
  readonly events: readonly AgentEvent[];
  readonly exit: Promise<Exit>;
  tell(request: AgentRequest): void;
  /** The next event of a type for which `where` holds, after the last one taken; rejects when the agent ends before. */
  next<T extends AgentEventType>(type: T, where?: (event: EventOf<T>) => boolean): Promise<EventOf<T>>;
  /** Ends the agent's input. */
  closeInput(): void;
  /** Ends the agent without a word, and every process that it left behind. */
  kill(): Promise<void>;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

export type EventOf<T extends AgentEventType> = Extract<AgentEvent, { type: T }>;

/** One thing that passed between fairlead and an agent. `sent` holds lines to the agent, parsed. */
export type Passage =
  | { launch: LaunchRequest; sent: unknown[] }
  | { told: AgentRequest; sent: unknown[]; answers?: unknown[] }
  /** A line of the agent; `sent` and `answers` where the adapter answers at once. */
  | { said: unknown; sent?: unknown[]; answers?: unknown[] }
  /** A line of its standard error of which the adapter made something. */
  | { complained: string; sent?: unknown[] }
  /** A call that a hook of the agent asks about. */
  | { hooked: HookedCall; sent?: unknown[]; answers?: unknown[] };

interface Start {
  adapter: Adapter;
  launch: LaunchRequest;
  /** The whole environment, but for what the adapter adds. */
  env: Record<string, string>;
  onPassage?: (passage: Passage) => void;
}

export function startAgent({ adapter, launch, env, onPassage = () => undefined }: Start): AgentPump {
  const box = callBox(mkdtempSync(join(tmpdir(), 'fairlead-calls-')), 1);
  const { argv, env: added, box: files } = adapter.launch(launch, { box, script: hookFile(box) });
  const id = crypto.randomUUID();
  const marker = `AGENT_PUMP=${id}`;
  // The hooks of an agent stand beside it before it is started.
  if (files) makeCallBoxSync(box, files);
  const calls = files ? followCalls(box, hooked) : undefined;
  const log = join(dirname(box), 'err.log');
  const child = spawnLogged(argv, { cwd: launch.cwd, env: { ...env, ...added, AGENT_PUMP: id }, log });
  const { stdin, stdout } = pipesOf(child);
  const errors = followLines(log, complained);
  // A program that is gone cannot be told anything; its exit says so.
  stdin.on('error', () => undefined);
  let fault = '';
  const stderr = () => readFileSync(log, 'utf8') + fault;

  const queue = createQueue(stderr);
  const exit = exitOf(child, stderr, (message) => (fault += message)).finally(() => queue.end());

  let state: AdapterState;
  const opening = adapter.open(launch);
  take(opening);
  onPassage({ launch, sent: opening.send.map(parsed) });

  onLines(stdout, (line) => {
    const step = adapter.decode(state, line);
    take(step);
    onPassage({ said: parsed(line), ...sentBy(step) });
  });

  function complained(line: string): void {
    const step = adapter.stderr?.(state, line);
    if (!step) return;
    take(step);
    if (step.events.length > 0) onPassage({ complained: line, ...sentBy(step) });
  }

  function hooked(call: HookedCall): void {
    const step = adapter.hooked?.(state, call);
    if (!step) return;
    take(step);
    onPassage({ hooked: call, ...sentBy(step) });
  }

  return {
    events: queue.events,
    exit,
    tell(request) {
      const step = adapter.encode(state, request);
      take(step);
      onPassage({ told: request, sent: step.send.map(parsed), ...answeredBy(step) });
    },
    next: (type, where) => queue.next(type, where),
    closeInput: () => void stdin.end(),
    kill,
    [Symbol.asyncDispose]: kill,
  };

  function take(step: AdapterStep<AdapterState>): void {
    // As a daemon would have stored it: plain JSON or nothing.
    state = JSON.parse(JSON.stringify(step.state)) as AdapterState;
    for (const line of step.send) stdin.write(`${line}\n`);
    for (const { name, line } of step.answers ?? []) answerCallSync(box, name, line);
    queue.push(step.events);
  }

  async function kill(): Promise<void> {
    child.kill('SIGKILL');
    await exit;
    calls?.[Symbol.dispose]();
    errors[Symbol.dispose]();
    await stopTree({ table: processTable, marker, polite: false, patience: 0 });
    rmSync(dirname(box), { recursive: true, force: true });
  }
}

function exitOf(
  child: ChildProcess,
  stderr: () => string,
  onFault: (message: string) => void,
): Promise<Exit> {
  return new Promise((resolve) => {
    child.on('error', (error) => onFault(error.message));
    child.on('close', (code, signal) => resolve({ code, signal, stderr: stderr() }));
  });
}

/** Its standard error is a file, as under the shim: some agents open it by its path, which no socket can be opened by. */
function spawnLogged(
  [program = '', ...args]: readonly string[],
  { cwd, env, log }: { cwd: string; env: Record<string, string>; log: string },
): ChildProcess {
  const logged = openSync(log, 'a');
  const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', logged] });
  closeSync(logged);
  return child;
}

/** The events of an agent, taken one after another. */
function createQueue(stderr: () => string) {
  const events: AgentEvent[] = [];
  let taken = 0;
  let wake = Promise.withResolvers<void>();
  let ended = false;
  return {
    events,
    push(more: readonly AgentEvent[]): void {
      events.push(...more);
      const woken = wake;
      wake = Promise.withResolvers();
      woken.resolve();
    },
    end(): void {
      ended = true;
      wake.resolve();
    },
    async next<T extends AgentEventType>(type: T, where: (event: EventOf<T>) => boolean = () => true) {
      for (;;) {
        for (const event of events.slice(taken)) {
          taken += 1;
          if (event.type === type && where(event as EventOf<T>)) return event as EventOf<T>;
        }
        if (ended)
          throw new Error(`the agent ended without ${type}\n${JSON.stringify(events, null, 1)}\n${stderr()}`);
        await wake.promise;
      }
    },
  };
}

function pipesOf({ stdin, stdout }: ChildProcess): { stdin: Writable; stdout: Readable } {
  if (!stdin || !stdout) throw new Error('the agent has no pipes');
  return { stdin, stdout };
}

/** What an adapter answers at once. */
function sentBy(step: AdapterStep<AdapterState>): { sent?: unknown[]; answers?: unknown[] } {
  return { ...(step.send.length > 0 && { sent: step.send.map(parsed) }), ...answeredBy(step) };
}

function answeredBy({ answers = [] }: AdapterStep<AdapterState>): { answers?: unknown[] } {
  return answers.length > 0 ? { answers: answers.map(({ line }) => parsed(line)) } : {};
}

/** Hands on the calls that stand in a box, in their order. */
function followCalls(box: string, take: (call: HookedCall) => void): Disposable {
  let read = 0;
  const look = () => {
    const names = readFileSync(callJournal(box), 'utf8');
    for (let end = names.indexOf('\n', read); end >= 0; end = names.indexOf('\n', read)) {
      const [number, name] = [read, names.slice(read, end)];
      read = end + 1;
      take({ number, name, text: readFileSync(join(box, name, 'call'), 'utf8') });
    }
  };
  const watcher = watch(box, (_event, file) => {
    if (file === 'calls') look();
  });
  return { [Symbol.dispose]: () => watcher.close() };
}

/** Hands on the whole lines of a file as it grows. */
function followLines(path: string, take: (line: string) => void): Disposable {
  let read = 0;
  const look = () => {
    const text = readFileSync(path, 'utf8');
    for (let end = text.indexOf('\n', read); end >= 0; end = text.indexOf('\n', read)) {
      const line = text.slice(read, end);
      read = end + 1;
      take(line);
    }
  };
  const watcher = watch(path, look);
  return { [Symbol.dispose]: () => watcher.close() };
}

function makeCallBoxSync(box: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(box, { recursive: true });
  for (const [name, content] of Object.entries({ ...files, 'hook.sh': hookScript, calls: '' }))
    writeFileSync(join(box, name), content);
}

function answerCallSync(box: string, name: string, line: string): void {
  const pipe = openSync(join(box, name, 'answer'), constants.O_WRONLY | constants.O_NONBLOCK);
  writeSync(pipe, `${line}\n`);
  closeSync(pipe);
}

/** As the journal's reader hands them on: ended by nothing but a newline, without the empty ones. */
function onLines(stream: Readable, take: (line: string) => void): void {
  let rest: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      const line = Buffer.concat([...rest, chunk.subarray(start, end)]).toString();
      if (line !== '') take(line);
      rest = [];
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
