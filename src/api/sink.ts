import type { LiveMessage } from '../contract/live.ts';

/** Where messages go: a server-sent stream, a WebSocket. */
export interface Sink {
  /** A reader for which too much waits from earlier messages is dropped instead. @returns bytes of what was sent */
  send(message: LiveMessage): number;
  /** Resolves when what was sent has left this process, or the reader is gone. */
  flushed(): Promise<void>;
  /** Whether all that was sent has left this process. */
  readonly idle: boolean;
  /** Ends the connection of a reader that cannot keep up: it resumes by number. */
  drop(): void;
  /** Aborts when the reader is gone. */
  readonly gone: AbortSignal;
}
