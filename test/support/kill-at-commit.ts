/**
 * Preloaded into a daemon, it kills that daemon with SIGKILL at one point of one command: nothing that follows the point
 * in the daemon's own thread is done. `KILL_AT` names the command and the point, see {@link KillPoint}.
 */
import { Worker } from 'node:worker_threads';
import type { Commit } from '../../src/store/commit.ts';
import type { WorkerAnswer, WorkerRequest } from '../../src/store/worker-loop.ts';

/**
 * `accepted`: the commit that accepts the command is durable and its work has not ended; for a command that is accepted
 * and ended by one commit, before that commit. `ended`: its receipt is durable, and nobody has been answered.
 */
export type KillPoint = 'accepted' | 'ended';

const { command_id, point } = JSON.parse(process.env['KILL_AT'] ?? '{}') as {
  command_id: string;
  point: KillPoint;
};
const awaited = new Set<number>();
const concerns = ({ command_id: id }: { command_id: string }) => id === command_id;
const accepts = ({ accepted }: Commit) => accepted.some(concerns);
const ends = ({ receipts }: Commit) => receipts.some(concerns);

const { prototype } = Worker;
// oxlint-disable-next-line typescript/unbound-method -- called with the worker as `this`
const { postMessage, emit } = prototype;

prototype.postMessage = function post(this: Worker, request: WorkerRequest, ...rest: never[]) {
  if (request.type === 'commit') watch(request.id, request.commit);
  return postMessage.call(this, request, ...rest);
};

prototype.emit = function emitUnlessDead(this: Worker, name: never, ...values: never[]) {
  const [answer] = values as unknown as [WorkerAnswer | undefined];
  if (name === 'message' && answer?.type === 'done' && awaited.has(answer.id)) die();
  return emit.call(this, name, ...values);
} as typeof emit;

function watch(request: number, commit: Commit): void {
  if ((point === 'accepted' ? accepts : ends)(commit)) awaited.add(request);
  // Nothing had been accepted before: this commit does both.
  else if (point === 'accepted' && ends(commit)) die();
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
