import type { Socket } from 'node:net';
import type { Asker, FindAsker } from '../api/asker.ts';
import { inheritedValues, peerOf } from '../host/process/peer.ts';
import type { Questions } from '../runtime/questions.ts';

/**
 * Finds out who opened a connection. All ancestors of the caller count, not only the nearest one: a process of a
 * session may give its children any value of the marker, or none. An unknown value still indicates a session: one of
 * another daemon, or a forged one.
 */
export function createAskerFinder(questions: Pick<Questions, 'session'>): FindAsker {
  // The caller of a connection cannot change, and a scan of all processes takes milliseconds.
  const known = new WeakMap<Socket, Asker>();
  return async ({ socket }) => {
    const asker = known.get(socket) ?? (await find(socket));
    known.set(socket, asker);
    return asker;
  };

  async function find(socket: Socket): Promise<Asker> {
    const peer = await peerOf(socket);
    if (peer.kind === 'gone') return { kind: 'gone' };
    // Where the system does not report the peer, only the sandbox keeps sessions from the socket (SECURITY.md).
    if (peer.kind === 'unknown') return { kind: 'person' };
    // The caller has the token, which besides the user only root can read, and sessions run as the user.
    if (peer.kind === 'foreign') return { kind: 'person' };
    const values = inheritedValues(peer.pid, 'FAIRLEAD_SESSION');
    if (values.length === 0) return { kind: 'person' };
    for (const id of values) {
      const found = await questions.session(id);
      // `session` also finds names and beginnings of ids, which are not valid markers.
      if (found.ok && found.value.id === id) return { kind: 'session', id };
    }
    return { kind: 'session', id: null };
  }
}
