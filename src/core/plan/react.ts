/** What has to be done in the world because of a run's event: only for new events, never on replay. */
import type { RunTask } from '../../contract/run-event.ts';
import { unitPrompt, conflictPrompt } from './prompt.ts';
import { unitAt, type Run, type RunDraft } from './state.ts';

export type RunEffect =
  | { kind: 'branch' }
  /** Start the unit's session, or let it go on where it is there already. */
  | { kind: 'start'; unit: string; session_id: string; base_commit: string; task: string; goes_on: boolean }
  | { kind: 'merge_unit'; unit: string; session_id: string }
  /** Run the gates of a unit that is to be verified, on the integrated tree. */
  | { kind: 'check_unit'; unit: string; commit: string }
  /** Speak to a session that has ended. */
  | { kind: 'send_back'; session_id: string; text: string }
  | { kind: 'stop_sessions'; sessions: string[]; force: boolean }
  | { kind: 'interrupt_sessions'; sessions: string[] }
  /** Let sessions go on that were broken off by a pause. */
  | { kind: 'go_on'; sessions: string[] }
  /** Mark the unit as done in its document. */
  | { kind: 'write_back'; unit: string }
  | { kind: 'wrap_up'; task: RunTask };

export function reactRun(before: Run, event: RunDraft, after: Run): RunEffect[] {
  switch (event.kind) {
    case 'run.created':
      return [{ kind: 'branch' }];
    case 'unit.started': {
      const { unit, session_id, base_commit } = event.data;
      const goes_on = unitAt(before, unit)?.unit.goes_on ?? false;
      return [{ kind: 'start', unit, session_id, base_commit, task: unitPrompt(after, unit), goes_on }];
    }
    case 'unit.moved': {
      const found = unitAt(before, event.data.unit);
      const tip = after.branch?.tip;
      // Only a unit without a session is checked by the run itself.
      return found?.unit.phase.name === 'ready' && tip !== undefined
        ? [{ kind: 'check_unit', unit: event.data.unit, commit: tip }]
        : [];
    }
    case 'unit.merging':
      return merge(after, event.data.unit);
    case 'unit.answered': {
      const { unit, accepted, text } = event.data;
      const phase = unitAt(before, unit)?.unit.phase;
      if (phase?.name === 'asking' && phase.before === 'end' && accepted) return mark(after, unit);
      if (phase?.name !== 'asking' || phase.before !== 'merge') return [];
      if (accepted) return merge(after, unit);
      return text === null ? [] : sendBack(after, unit, text);
    }
    case 'unit.conflicted':
      return sendBack(after, event.data.unit, conflictPrompt(after, event.data));
    case 'unit.skipped': {
      const unit = unitAt(before, event.data.unit)?.unit;
      return unit?.phase.name === 'working' && unit.session_id !== null
        ? [{ kind: 'stop_sessions', sessions: [unit.session_id], force: false }]
        : [];
    }
    case 'unit.completed':
      return mark(after, event.data.unit);
    case 'run.stopping':
      return [{ kind: 'stop_sessions', sessions: atWork(before), force: event.data.force }];
    case 'run.paused':
      return event.data.now ? [{ kind: 'interrupt_sessions', sessions: atWork(before) }] : [];
    case 'run.resumed':
      return [...branchAgain(after), { kind: 'go_on', sessions: atWork(after) }];
    case 'run.reopened':
      return branchAgain(after);
    case 'run.upkeep_started':
      return [{ kind: 'wrap_up', task: event.data.task }];
    default:
      return [];
  }
}

/** Where there is no integration branch yet, making it failed or was broken off. */
function branchAgain({ branch }: Run): RunEffect[] {
  return branch ? [] : [{ kind: 'branch' }];
}

function mark({ spec }: Run, unit: string): RunEffect[] {
  return spec.write_back ? [{ kind: 'write_back', unit }] : [];
}

function merge(run: Run, unit: string): RunEffect[] {
  const session = unitAt(run, unit)?.unit.session_id;
  return session ? [{ kind: 'merge_unit', unit, session_id: session }] : [];
}

function sendBack(run: Run, unit: string, text: string): RunEffect[] {
  const session = unitAt(run, unit)?.unit.session_id;
  return session ? [{ kind: 'send_back', session_id: session, text }] : [];
}

function atWork({ units }: Run): string[] {
  return units.flatMap(({ phase, session_id }) =>
    phase.name === 'working' && session_id !== null ? [session_id] : [],
  );
}
