/** Long-lived readers. One that falls far behind is dropped, and may resume by event number. */
import type { ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import type { LiveMessage } from '../contract/live.ts';
import type { Sink } from './sink.ts';

/** Bytes that may wait for a slow reader before it is dropped. One message may be larger: it is sent when none waits. */
const maximumBacklog = 8 * 1024 * 1024;

/** Milliseconds between comments that keep a silent connection open. */
const heartbeat = 15_000;

/** `form` turns a message into the stream's text. */
export function responseSink(response: ServerResponse, form: (message: LiveMessage) => string): Sink {
  const gone = new AbortController();
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  const timer = setInterval(() => {
    if (!response.writableEnded) response.write(': alive\n\n');
  }, heartbeat).unref();
  response.once('close', () => {
    clearInterval(timer);
    gone.abort();
  });
  return {
    gone: gone.signal,
    send(message) {
      if (gone.signal.aborted || response.writableEnded) return 0;
      if (response.writableLength > maximumBacklog) {
        response.destroy();
        return 0;
      }
      const text = form(message);
      response.write(text);
      return Buffer.byteLength(text);
    },
    async flushed() {
      if (!response.writableNeedDrain || gone.signal.aborted) return;
      await new Promise<void>((resolve) => {
        response.once('drain', resolve);
        response.once('close', resolve);
      });
    },
    get idle() {
      return !response.writableNeedDrain;
    },
    drop: () => void response.destroy(),
  };
}

/** One server-sent event for each event, named by its kind and numbered for `Last-Event-ID`. */
export function formEvents(message: LiveMessage): string {
  if (message.type === 'snapshot') return '';
  return message.events
    .map((event) => `id: ${event.seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

/** One server-sent event for each message, numbered for `Last-Event-ID` where all up to it has been sent. */
export function formLive(message: LiveMessage): string {
  const seq =
    message.type === 'changes' ? message.events.at(-1)?.seq : message.more ? undefined : message.seq;
  const id = seq === undefined ? '' : `id: ${seq}\n`;
  return `${id}event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`;
}

export function socketSink(socket: WebSocket): Sink {
  const gone = new AbortController();
  const drop = () => socket.close(1013, 'too slow: resume by seq');
  let alive = true;
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, heartbeat).unref();
  socket.on('pong', () => {
    alive = true;
  });
  // `close` always follows a broken connection.
  socket.on('error', () => socket.terminate());
  let last: Promise<void> = Promise.resolve();
  socket.once('close', () => {
    clearInterval(timer);
    gone.abort();
  });
  return {
    gone: gone.signal,
    send(message) {
      if (gone.signal.aborted) return 0;
      if (socket.bufferedAmount > maximumBacklog) {
        drop();
        return 0;
      }
      const text = JSON.stringify(message);
      last = new Promise((resolve) => socket.send(text, () => resolve()));
      return Buffer.byteLength(text);
    },
    // The callback comes with an error where the connection is gone.
    flushed: () => last,
    get idle() {
      return socket.bufferedAmount === 0;
    },
    drop,
  };
}
