/** Whether a request comes from a place from which some commands must not come. */
import type { IncomingMessage } from 'node:http';
import type { CommandType } from '../contract/command.ts';
import { problem, type Problem } from '../contract/error.ts';

/** Who holds a connection: a session's process, with its id; somebody else; or somebody who did not wait. */
export type Asker = { kind: 'session'; id: string } | { kind: 'person' } | { kind: 'gone' };
export type FindAsker = (request: IncomingMessage) => Promise<Asker>;

/** What widens a session's own rights, were it to ask. */
const forPeople: ReadonlySet<CommandType> = new Set(['approve', 'deny', 'trust', 'forget_rule', 'judge']);

export async function refuseAsker(
  type: CommandType,
  findAsker: () => Promise<Asker>,
): Promise<Problem | undefined> {
  if (!forPeople.has(type)) return undefined;
  const asker = await findAsker();
  switch (asker.kind) {
    case 'person':
      return undefined;
    case 'session':
      return problem(
        'forbidden',
        `"${type}" cannot come from within a session: this is a process of ${asker.id}`,
        'answer from a terminal of your own',
      );
    case 'gone':
      return problem(
        'forbidden',
        'whoever asked has gone before it could be seen who it was',
        'ask again, and wait for the answer',
      );
  }
}
