import { ok, type Result } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import type { Problem } from '../../base/problem.ts';
import type { Commit, PendingCommand, Receipt } from '../../store/commit.ts';

export type Answering = Promise<Result<Answer, Problem>>;

/** Stored with the commit that accepts a command: its receipt, or its acceptance. */
export type Recorded = Partial<Pick<Commit, 'accepted' | 'receipts'>>;

/** A command in progress: its sender, and the records that make it take effect once. */
export interface CommandTicket {
  /** Its `command_id`; generated if the caller gave none. */
  id: string;
  by: string;
  /** Aborts when the caller has disconnected; absent if the caller cannot disconnect. */
  gone?: AbortSignal;
  /** Returns the record for the commit that ends the command's work. */
  receipt(answer: Result<Answer, Problem>): Receipt;
  /**
   * Returns the record for the commit that accepts the command, if its work ends later.
   *
   * @param owner the session or the run whose commit ends it; null if the command has its own steps
   * @param data the decision that those steps carry out
   */
  pending(owner: string | null, data?: unknown): PendingCommand;
}

export interface CommandIdentity {
  id: string;
  fingerprint: string;
  type: string;
  by: string;
  gone?: AbortSignal | undefined;
}

export function ticketOf(
  { id, fingerprint, type, by, gone }: CommandIdentity,
  clock: { now(): number },
): CommandTicket {
  const at = () => new Date(clock.now()).toISOString();
  return {
    id,
    by,
    ...(gone && { gone }),
    receipt: (answer) => receiptOf({ command_id: id, fingerprint }, answer, at()),
    pending: (owner, data = null) => ({ command_id: id, fingerprint, at: at(), by, type, owner, data }),
  };
}

export function receiptOf(
  { command_id, fingerprint }: Pick<PendingCommand, 'command_id' | 'fingerprint'>,
  answer: Result<Answer, Problem>,
  at: string,
): Receipt {
  return answer.ok
    ? { command_id, fingerprint, at, answer: answer.value, problem: null }
    : { command_id, fingerprint, at, answer: null, problem: answer.error };
}

/** The record of a command whose work ends with the commit that accepts it. */
export function endsAtOnce(ticket: CommandTicket, answer: Answer): Recorded {
  return { receipts: [ticket.receipt(ok(answer))] };
}
