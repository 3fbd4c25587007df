/** Notes in a session's log that a process of it asked for what only a person may ask for. */
import type { CommandType } from '../../contract/command.ts';
import type { LiveSessions } from '../session/live-sessions.ts';

/** Notes in one session's log for one life of a daemon: a process that asks in a loop must not fill the disk. */
const mostNotes = 100;

export type NoteRefusal = (session: string, command: CommandType, by: string) => Promise<void>;

export function createRefusals(liveSessions: Pick<LiveSessions, 'find'>): NoteRefusal {
  const notes = new Map<string, number>();
  return async (session, command, by) => {
    const before = notes.get(session) ?? 0;
    if (before >= mostNotes) return;
    notes.set(session, before + 1);
    const cell = await liveSessions.find(session);
    await cell?.report({ type: 'command_refused', command, by });
  };
}
