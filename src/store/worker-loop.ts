/** The thread of the database: only it waits for the disk. */
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { Commit } from './commit.ts';
import { openDatabase } from './database.ts';
import { createReads, type Reads } from './read.ts';
import { createWriter, type Written } from './write.ts';

export type WorkerRequest =
  | { id: number; type: 'commit'; commit: Commit }
  | { id: number; type: 'read'; name: keyof Reads; query: unknown }
  | { id: number; type: 'close' };

export type WorkerAnswer =
  | { type: 'opened'; setAside: string | null }
  | { type: 'done'; id: number; value: unknown }
  /** `errcode` is SQLite's: an error loses it when it is passed to another thread. */
  | { type: 'failed'; id: number | null; error: Error; errcode: number | undefined };

/** Serves one database until it is closed. Commits that wait at the same time become one transaction. */
export function serveDatabase(port: MessagePort, path: string): void {
  const post = (answer: WorkerAnswer) => port.postMessage(answer);
  let opened: ReturnType<typeof openDatabase>;
  try {
    opened = openDatabase(path);
  } catch (error) {
    post(failed(null, error));
    port.close();
    return;
  }
  const { database, setAside } = opened;
  const write = createWriter(database);
  const reads = createReads(database);
  post({ type: 'opened', setAside });

  port.on('message', (first: WorkerRequest) => {
    let waiting: Extract<WorkerRequest, { type: 'commit' }>[] = [];
    const flush = () => {
      if (waiting.length > 0) answerCommits(waiting, write(waiting.map(({ commit }) => commit)));
      waiting = [];
    };
    for (const request of [first, ...drain(port)]) {
      if (request.type === 'commit') {
        waiting.push(request);
        continue;
      }
      // A read sees everything committed before it.
      flush();
      if (request.type === 'read') answerRead(request);
      else {
        database.close();
        post({ type: 'done', id: request.id, value: undefined });
        port.close();
      }
    }
    flush();
  });

  function answerCommits(requests: { id: number }[], written: Written[]): void {
    for (const [index, { id }] of requests.entries()) {
      const result = written[index];
      if (result?.ok) post({ type: 'done', id, value: result.value });
      else post(failed(id, result?.error ?? new Error('no outcome')));
    }
  }

  function answerRead({ id, name, query }: Extract<WorkerRequest, { type: 'read' }>): void {
    try {
      // The caller's types match name and query.
      post({ type: 'done', id, value: (reads[name] as (query: unknown) => unknown)(query) });
    } catch (error) {
      post(failed(id, error));
    }
  }
}

function failed(id: number | null, error: unknown): WorkerAnswer {
  const { errcode } = error as { errcode?: number };
  return { type: 'failed', id, error: error as Error, errcode };
}

function drain(port: MessagePort): WorkerRequest[] {
  const requests: WorkerRequest[] = [];
  for (;;) {
    const received = receiveMessageOnPort(port);
    if (!received) return requests;
    requests.push(received.message as WorkerRequest);
  }
}
