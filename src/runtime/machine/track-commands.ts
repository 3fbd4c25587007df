/** The commands of one session or run that were accepted and have not ended. Its commits end them. */
import type { Result } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import type { Problem } from '../../base/problem.ts';
import type { PendingCommand, Receipt } from '../../store/commit.ts';
import { receiptOf, type Recorded } from './command-ticket.ts';
import type { PendingAnswers } from './pending-answers.ts';

export interface TrackedCommands {
  /**
   * @param recorded the receipt or acceptance of the command that led to the commit
   * @param outcome the answer to a command if this commit ends its work
   * @param at ISO 8601 UTC
   */
  prepare(
    recorded: Recorded,
    outcome: (command: PendingCommand) => Result<Answer, Problem> | undefined,
    at: string,
  ): PreparedRecord;
}

export interface PreparedRecord {
  accepted: PendingCommand[];
  receipts: Receipt[];
  /** Call it when the commit is durable. */
  settle: () => void;
}

/** @param left commands that an earlier daemon accepted */
export function trackCommands(
  answers: PendingAnswers,
  owner: string,
  left: readonly PendingCommand[],
): TrackedCommands {
  let pending = left;
  return {
    prepare({ accepted = [], receipts = [] }, outcome, at) {
      const all = [...pending, ...accepted.filter((command) => command.owner === owner)];
      const ended = all.flatMap((command) => {
        const answer = outcome(command);
        return answer ? [{ command, answer }] : [];
      });
      const isOver = (command: PendingCommand) => ended.some((end) => end.command === command);
      return {
        accepted: accepted.filter((command) => !isOver(command)),
        receipts: [...receipts, ...ended.map(({ command, answer }) => receiptOf(command, answer, at))],
        settle() {
          pending = all.filter((command) => !isOver(command));
          for (const { command, answer } of ended) answers.settle(command.command_id, answer);
        },
      };
    },
  };
}
