/** Commands whose work takes several commits of their own: accepted with what was decided, ended with the receipt. */
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
  /** Decides what is to be done, without doing any of it. Plain JSON: it is stored. */
  decide: (command: C, ticket: CommandTicket) => Promise<Result<D, Problem>>;
  /** Does it. Called again after a crash, it must have the effect of once. */
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
    // It is what an earlier version of `decide` or this one has stored.
    resume: (decided, ticket) => finish(decided as D, ticket),
  };
}

/** Stores the answer of a command that was accepted with steps of its own. */
export async function endCommand(
  { deps, ending }: Pick<CommandContext, 'deps' | 'ending'>,
  ticket: CommandTicket,
  answer: Result<Answer, Problem>,
): Answering {
  const commit = { ...emptyCommit, receipts: [ticket.receipt(answer)] };
  await untilDone(deps, ending, 'store events', () => deps.store.commit(commit));
  return answer;
}
