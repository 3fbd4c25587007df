/** Commands that need several commits: accepted together with their decision, ended by the receipt. */
import type { Result } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import type { Command } from '../../contract/command.ts';
import type { Problem } from '../../base/problem.ts';
import { emptyCommit } from '../../store/commit.ts';
import { untilDone } from '../machine/until-done.ts';
import type { CommandEntry } from './entry.ts';
import type { Answering, CommandTicket } from '../machine/command-ticket.ts';
import type { CommandContext } from './context.ts';

export interface Steps<C extends Command, D> {
  /** Decides the steps without side effects. The decision is stored, so it must be plain JSON. */
  decide: (command: C, ticket: CommandTicket) => Promise<Result<D, Problem>>;
  /** Carries out the decision. A call after a crash must not take effect twice. */
  carryOut: (decided: D, ticket: CommandTicket) => Answering;
}

export function inSteps<C extends Command, D>(
  context: Pick<CommandContext, 'deps' | 'ending'>,
  { decide, carryOut }: Steps<C, D>,
): Required<CommandEntry<C>> {
  const finish = async (decided: D, ticket: CommandTicket) =>
    endCommand(context, ticket, await carryOut(decided, ticket));
  return {
    async run(command, ticket) {
      const decided = await decide(command, ticket);
      if (!decided.ok) return decided;
      await context.deps.store.commit({ ...emptyCommit, accepted: [ticket.pending(null, decided.value)] });
      return finish(decided.value, ticket);
    },
    // The stored value was returned by `decide`, of this version or an earlier one.
    resume: (decided, ticket) => finish(decided as D, ticket),
  };
}

/** Stores the answer of a command that was accepted with steps. */
export async function endCommand(
  { deps, ending }: Pick<CommandContext, 'deps' | 'ending'>,
  ticket: CommandTicket,
  answer: Result<Answer, Problem>,
): Answering {
  const commit = { ...emptyCommit, receipts: [ticket.receipt(answer)] };
  await untilDone(deps, ending, 'store events', () => deps.store.commit(commit));
  return answer;
}
