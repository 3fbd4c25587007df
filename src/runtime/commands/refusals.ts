/** Logs in a session that one of its processes sent a command that is reserved for people. */
import type { CommandType } from '../../contract/command.ts';
import type { LiveSessions } from '../session/live-sessions.ts';

/** Maximum notes per session and daemon start. Without it, a process that asks in a loop would fill the disk. */
const maximumNotes = 100;

export type NoteRefusal = (session: string, command: CommandType, by: string) => Promise<void>;

export function createRefusals(liveSessions: Pick<LiveSessions, 'find'>): NoteRefusal {
  const notes = new Map<string, number>();
  return async (session, command, by) => {
    const before = notes.get(session) ?? 0;
    if (before >= maximumNotes) return;
    notes.set(session, before + 1);
    const cell = await liveSessions.find(session);
    await cell?.report({ type: 'command_refused', command, by });
  };
}
