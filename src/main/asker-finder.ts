import type { Socket } from 'node:net';
import type { Asker, FindAsker } from '../api/asker.ts';
import { inheritedValues, peerOf } from '../host/process/peer.ts';
import type { Questions } from '../runtime/questions.ts';

/**
 * Says who holds a connection. Every process that the caller descends from counts, not the nearest one only: a process
 * of a session may give its children any value of the marker, or none. A value that this daemon does not know is the mark
 * of a session all the same: one of another daemon, or one that was made up.
 */
export function createAskerFinder(questions: Pick<Questions, 'session'>): FindAsker {
  // A connection keeps the caller it began with; looking through all processes takes milliseconds.
  const known = new WeakMap<Socket, Asker>();
  return async ({ socket }) => {
    const asker = known.get(socket) ?? (await find(socket));
    known.set(socket, asker);
    return asker;
  };

  async function find(socket: Socket): Promise<Asker> {
    const peer = await peerOf(socket);
    if (peer.kind === 'gone') return { kind: 'gone' };
    // Where the system cannot tell, the sandbox has to keep sessions from the socket (SECURITY.md).
    if (peer.kind === 'unknown') return { kind: 'person' };
    // It has the token, which only root can read beside the user, and a session's processes are the user's.
    if (peer.kind === 'foreign') return { kind: 'person' };
    const values = inheritedValues(peer.pid, 'FAIRLEAD_SESSION');
    if (values.length === 0) return { kind: 'person' };
    for (const id of values) {
      const found = await questions.session(id);
      // A name or the beginning of an id finds a session, too, but is no marker of it.
      if (found.ok && found.value.id === id) return { kind: 'session', id };
    }
    return { kind: 'session', id: null };
  }
}
