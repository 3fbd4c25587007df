/** Long-lived readers. One that falls far behind is dropped, and may resume by event number. */
import type { ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import type { LiveMessage } from '../contract/live.ts';
import type { Sink } from './stream.ts';

/** Bytes that may wait for a slow reader before it is dropped. */
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
      if (gone.signal.aborted || response.writableEnded) return;
      response.write(form(message));
      if (response.writableLength > maximumBacklog) response.destroy();
    },
    async flushed() {
      if (!response.writableNeedDrain || gone.signal.aborted) return;
      await new Promise<void>((resolve) => {
        response.once('drain', resolve);
        response.once('close', resolve);
      });
    },
  };
}

/** One server-sent event for each event, named by its kind and numbered for `Last-Event-ID`. */
export function formEvents(message: LiveMessage): string {
  if (message.type === 'snapshot') return '';
  return message.events
    .map((event) => `id: ${event.seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

/** One server-sent event for each message. */
export function formLive(message: LiveMessage): string {
  return `event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`;
}

export function socketSink(socket: WebSocket): Sink {
  const gone = new AbortController();
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
  socket.once('close', () => {
    clearInterval(timer);
    gone.abort();
  });
  return {
    gone: gone.signal,
    send(message) {
      if (gone.signal.aborted) return;
      socket.send(JSON.stringify(message));
      if (socket.bufferedAmount > maximumBacklog) socket.close(1013, 'too slow: resume by seq');
    },
    flushed: () => Promise.resolve(),
  };
}
