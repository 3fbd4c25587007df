import { ok } from '../../base/result.ts';
import type { AnswerOf } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import type { CommandEntry } from './entry.ts';
import type { CommandTicket } from '../machine/command-ticket.ts';
import { runChild } from './child.ts';
import { awaitCommand } from './command-session.ts';
import type { CommandContext } from './context.ts';
import { inSteps } from './steps.ts';

export interface SessionsToStop {
  sessions: string[];
  force: boolean;
}

/** Stops all sessions. The list is decided once: a repetition does not stop sessions that started later. */
export function stopAll(context: CommandContext): CommandEntry<CommandOf<'stop_all'>> {
  return inSteps(context, {
    decide: ({ force = false }) => Promise.resolve(ok(sessionsToStop(context, force))),
    carryOut: async (decided: SessionsToStop, ticket) => ok(await stopSessions(context, decided, ticket)),
  });
}

export function sessionsToStop({ liveSessions }: CommandContext, force: boolean): SessionsToStop {
  const open = [...liveSessions.cells()].filter(({ session }) => session.phase.name !== 'ended');
  return { sessions: open.map(({ id }) => id), force };
}

export async function stopSessions(
  context: CommandContext,
  { sessions, force }: SessionsToStop,
  ticket: CommandTicket,
): Promise<AnswerOf<'stopped'>> {
  const stopped = await Promise.all(
    sessions.map(async (session) => {
      const cell = await context.liveSessions.find(session);
      if (!cell) return [];
      const answer = await runChild(context, ticket, 'stop', session, (child) =>
        awaitCommand(context.deps, cell, { type: 'stop', target: session, force }, child),
      );
      return answer.ok && answer.value.type === 'stopped' ? answer.value.data : [];
    }),
  );
  return { type: 'stopped', data: stopped.flat() };
}
