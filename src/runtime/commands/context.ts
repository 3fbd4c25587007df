import type { Answers } from '../../contract/answer.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import type { Questions } from '../questions.ts';
import type { Runs } from '../runs/runs.ts';
import type { LiveSessions } from '../session/live-sessions.ts';
import type { Once } from './once.ts';

/** All that commands are carried out with. */
export interface CommandContext {
  deps: Deps;
  hub: Hub;
  liveSessions: LiveSessions;
  runs: Runs;
  questions: Questions;
  once: Once;
  /** Aborts when the daemon ends. */
  ending: AbortSignal;
  lifecycle: Lifecycle;
}

/** The end of the daemon, which only the program that runs it can bring about. */
export interface Lifecycle {
  /** Says that the daemon is about to end. @returns the daemon as it is then */
  announceEnd(): Answers['daemon'];
  end(): void;
}
