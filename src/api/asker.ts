/** Refuses commands from processes of a session. */
import type { IncomingMessage } from 'node:http';
import { allowedInsideSession, type CommandType } from '../contract/command.ts';
import { problem, type Problem } from '../base/problem.ts';

/**
 * The process that holds a connection: a process of a session, with its id, or null if this daemon does not know the
 * session; a person; or a caller that closed the connection.
 */
export type Asker = { kind: 'session'; id: string | null } | { kind: 'person' } | { kind: 'gone' };
export type FindAsker = (request: IncomingMessage) => Promise<Asker>;

/** @param note records the refusal in the log of that session */
export async function refuseAsker(
  type: CommandType,
  findAsker: () => Promise<Asker>,
  note: (session: string) => Promise<void>,
): Promise<Problem | undefined> {
  if (allowedInsideSession.has(type)) return undefined;
  const asker = await findAsker();
  switch (asker.kind) {
    case 'person':
      return undefined;
    case 'session':
      if (asker.id !== null) await note(asker.id);
      return problem(
        'forbidden',
        `"${type}" cannot come from within a session: this is a process of ${asker.id ?? 'a session that this daemon does not know'}`,
        'try: the same command in a terminal of your own',
      );
    case 'gone':
      return problem(
        'forbidden',
        `"${type}" was not done: the caller closed the connection before it could be identified`,
        'try: the same command again, keeping the connection open until the answer comes',
      );
  }
}
