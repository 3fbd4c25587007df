/** Ensures that a command id takes effect once. A repetition joins the running command or gets its stored answer. */
import { err, ok, type Result } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { PendingCommand, Receipt } from '../../store/commit.ts';
import type { Deps } from '../deps.ts';
import type { Answering } from '../machine/command-ticket.ts';

export interface Once {
  /** @param fingerprint distinguishes a repetition from a different command with the same id, which is refused */
  run(command_id: string, fingerprint: string, work: Work): Answering;
}

export interface Work {
  begin(): Answering;
  /** Continues a command with steps that was accepted and did not finish. */
  resume(pending: PendingCommand): Answering;
}

export function createOnce({ store, answers }: Pick<Deps, 'store' | 'answers'>): Once {
  const underway = new Map<string, { fingerprint: string; answer: Answering }>();
  return {
    async run(command_id, fingerprint, work) {
      const same = underway.get(command_id);
      if (same) return same.fingerprint === fingerprint ? same.answer : err(reused(command_id));
      const answer = fromStore(command_id, fingerprint, work);
      underway.set(command_id, { fingerprint, answer });
      try {
        return await answer;
      } finally {
        underway.delete(command_id);
      }
    },
  };

  async function fromStore(command_id: string, fingerprint: string, work: Work): Answering {
    // Subscribe before the read: if the command ends between the two, its answer is not missed.
    using expected = answers.expect(command_id);
    const known = await store.read('knownCommand', command_id);
    if (!known) return work.begin();
    if (known.fingerprint !== fingerprint) return err(reused(command_id));
    if ('answer' in known) return fromReceipt(known);
    return known.owner === null ? work.resume(known) : await expected.answer;
  }
}

/** Returns the stored answer. */
function fromReceipt({ answer, problem }: Receipt): Result<Answer, Problem> {
  return problem ? err(problem) : ok(answer as Answer);
}

function reused(command_id: string): Problem {
  return problem(
    'reused_command_id',
    `command id ${command_id} was used for another command`,
    'try: a new id',
  );
}
