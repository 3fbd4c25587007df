import type { Answers } from '../../contract/answer.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import type { Questions } from '../questions.ts';
import type { Runs } from '../runs/runs.ts';
import type { LiveSessions } from '../session/live-sessions.ts';
import type { Once } from './once.ts';

/** Everything that commands need. */
export interface CommandContext {
  deps: Deps;
  hub: Hub;
  liveSessions: LiveSessions;
  runs: Runs;
  questions: Questions;
  once: Once;
  /** Aborts when the daemon shuts down. */
  ending: AbortSignal;
  lifecycle: Lifecycle;
}

/** Shutdown of the daemon, which only the program that runs it can do. */
export interface Lifecycle {
  /**
   * Announces that the daemon is about to shut down.
   *
   * @returns the state of the daemon at that moment
   */
  announceEnd(): Answers['daemon'];
  end(): void;
}
