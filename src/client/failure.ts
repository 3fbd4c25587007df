import type { Problem, ProblemCode } from '../base/problem.ts';

/** A refusal of the daemon, or a missing daemon: what is wrong in `message`, what to do in `next`. */
export class FairleadError extends Error {
  override readonly name = 'FairleadError';
  readonly code: ProblemCode;
  readonly next: string;

  constructor({ code, message, next }: Problem, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.next = next;
  }

  get problem(): Problem {
    return { code: this.code, message: this.message, next: this.next };
  }
}
