import { ok } from '../../base/result.ts';
import type { Answers } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import type { CommandEntry } from './entry.ts';
import type { Answering, CommandTicket } from '../machine/command-ticket.ts';
import type { CommandContext } from './context.ts';
import { inSteps } from './steps.ts';
import { sessionsToStop, stopSessions, type SessionsToStop } from './stop-all.ts';

interface Decided {
  daemon: Answers['daemon'];
  stop: SessionsToStop;
}

/**
 * Shuts down the daemon that accepts it. If that daemon is killed first, the next one stops the remaining sessions and
 * keeps running.
 */
export function shutdown(context: CommandContext): CommandEntry<CommandOf<'shutdown'>> {
  const acceptedHere = new Set<string>();
  const { run, resume } = inSteps<CommandOf<'shutdown'>, Decided>(context, {
    decide({ sessions = false }, { id }) {
      acceptedHere.add(id);
      const stop = sessions ? sessionsToStop(context, false) : { sessions: [], force: false };
      return Promise.resolve(ok({ daemon: context.lifecycle.announceEnd(), stop }));
    },
    async carryOut({ daemon, stop }, ticket) {
      await stopSessions(context, stop, ticket);
      return ok({ type: 'daemon', data: daemon });
    },
  });
  return {
    run: (command, ticket) => thenEnd(run(command, ticket), ticket),
    // Also runs if a step failed and the command is sent again to the same daemon.
    resume: (decided, ticket) => thenEnd(resume(decided, ticket), ticket),
  };

  async function thenEnd(work: Answering, { id }: CommandTicket): Answering {
    const answer = await work;
    if (acceptedHere.has(id)) context.lifecycle.end();
    return answer;
  }
}
