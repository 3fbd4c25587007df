/** Answers that callers wait for. The commit that ends a command's work settles them. */
import type { Result } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import type { Problem } from '../../base/problem.ts';

export interface PendingAnswers {
  /** Starts waiting. Call it before the commit can happen; dispose of it when the caller has disconnected. */
  expect(command_id: string): ExpectedAnswer;
  /** Called after the commit with the command's receipt is durable. */
  settle(command_id: string, answer: Result<Answer, Problem>): void;
}

export interface ExpectedAnswer extends Disposable {
  readonly answer: Promise<Result<Answer, Problem>>;
}

export function createPendingAnswers(): PendingAnswers {
  const waiting = new Map<string, Set<(answer: Result<Answer, Problem>) => void>>();
  return {
    expect(command_id) {
      const { promise, resolve } = Promise.withResolvers<Result<Answer, Problem>>();
      const waiters = waiting.get(command_id) ?? new Set();
      waiting.set(command_id, waiters.add(resolve));
      return {
        answer: promise,
        [Symbol.dispose]() {
          waiters.delete(resolve);
          if (waiters.size === 0 && waiting.get(command_id) === waiters) waiting.delete(command_id);
        },
      };
    },
    settle(command_id, answer) {
      for (const resolve of waiting.get(command_id) ?? []) resolve(answer);
      waiting.delete(command_id);
    },
  };
}
