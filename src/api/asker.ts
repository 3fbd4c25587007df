/** Whether a request comes from a place from which most commands must not come. */
import type { IncomingMessage } from 'node:http';
import { allowedInsideSession, type CommandType } from '../contract/command.ts';
import { problem, type Problem } from '../base/problem.ts';

/**
 * Who holds a connection: a process of a session, with its id, or null where this daemon does not know the session;
 * somebody else; or somebody who did not wait.
 */
export type Asker = { kind: 'session'; id: string | null } | { kind: 'person' } | { kind: 'gone' };
export type FindAsker = (request: IncomingMessage) => Promise<Asker>;

/** @param note records the refusal in the log of the session that asked */
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
