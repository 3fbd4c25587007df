/** Entry point of the database's thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { serveDatabase } from '../store/worker-loop.ts';

if (!parentPort) throw new Error('this file is the entry of a worker thread');
serveDatabase(parentPort, (workerData as { path: string }).path);
