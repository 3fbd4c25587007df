/** The store for the rest of the daemon: commits that are durable when acknowledged, and reads. */
import { Worker } from 'node:worker_threads';
import type { Commit, Committed } from './commit.ts';
import type { Reads } from './read.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-loop.ts';

export interface Store extends AsyncDisposable {
  /** Resolves when the whole commit is on disk; rejects if none of it is. */
  commit(commit: Commit): Promise<Committed>;
  read<K extends keyof Reads>(name: K, ...query: Parameters<Reads[K]>): Promise<ReturnType<Reads[K]>>;
  /** Path of a damaged database that was renamed when the store was opened. */
  readonly setAside: string | null;
}

/**
 * @param entry the worker's entry file, which calls `serveDatabase`
 * @throws an error with a message for people if the database cannot be opened
 */
export async function openStore(path: string, entry: URL): Promise<Store> {
  const worker = new Worker(entry, { workerData: { path }, execArgv: [] });
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  const opening = Promise.withResolvers<string | null>();
  let last = 0;

  worker.on('message', (answer: WorkerAnswer) => {
    if (answer.type === 'opened') return opening.resolve(answer.setAside);
    if (answer.type === 'failed' && answer.errcode !== undefined)
      Object.assign(answer.error, { errcode: answer.errcode });
    if (answer.type === 'failed' && answer.id === null) return opening.reject(answer.error);
    const request = pending.get(answer.id as number);
    pending.delete(answer.id as number);
    if (answer.type === 'done') return request?.resolve(answer.value);
    return request?.reject(answer.error);
  });
  worker.on('error', (error) => fail(error as Error));
  worker.on('exit', () => fail(new Error('the database thread has ended')));

  const setAside = await opening.promise;
  return {
    setAside,
    commit: (commit) => ask({ id: next(), type: 'commit', commit }) as Promise<Committed>,
    read: (name, ...[query]) => ask({ id: next(), type: 'read', name, query }) as Promise<never>,
    async [Symbol.asyncDispose]() {
      await ask({ id: next(), type: 'close' });
      await worker.terminate();
    },
  };

  function next(): number {
    last += 1;
    return last;
  }

  function ask(request: WorkerRequest): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>();
    pending.set(request.id, answer);
    worker.postMessage(request);
    return answer.promise;
  }

  function fail(error: Error): void {
    opening.reject(error);
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  }
}
