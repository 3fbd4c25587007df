/** Derives effects from a run's event, only for new events and never on replay. */
import type { RunTask } from '../../contract/run-event.ts';
import { unitPrompt, conflictPrompt } from './prompt.ts';
import { unitAt, type Run, type PendingRunEvent } from './state.ts';

export type RunEffect =
  | { kind: 'branch' }
  /** Start the unit's session, or continue an existing one. */
  | { kind: 'start'; unit: string; session_id: string; base_commit: string; task: string; goes_on: boolean }
  | { kind: 'merge_unit'; unit: string; session_id: string }
  /** Run the gates of a verification unit on the integrated tree. */
  | { kind: 'check_unit'; unit: string; commit: string }
  /** Continue an ended session with a prompt. */
  | { kind: 'send_back'; session_id: string; text: string }
  | { kind: 'stop_sessions'; sessions: string[]; force: boolean }
  | { kind: 'interrupt_sessions'; sessions: string[] }
  /** Continue sessions whose turns a pause cancelled. */
  | { kind: 'go_on'; sessions: string[] }
  /** Mark the unit as done in its document. */
  | { kind: 'write_back'; unit: string }
  | { kind: 'wrap_up'; task: RunTask };

export function reactRun(before: Run, event: PendingRunEvent, after: Run): RunEffect[] {
  // The compiler cannot see that an entry found by a key accepts an event with this key.
  const entry = reactions[event.kind] as
    | ((before: Run, event: PendingRunEvent, after: Run) => RunEffect[])
    | undefined;
  return entry?.(before, event, after) ?? [];
}

const reactions: {
  [K in PendingRunEvent['kind']]?: (
    before: Run,
    event: Extract<PendingRunEvent, { kind: K }>,
    after: Run,
  ) => RunEffect[];
} = {
  'run.created': () => [{ kind: 'branch' }],
  'unit.started': (before, event, after) => {
    const { unit, session_id, base_commit } = event.data;
    const goes_on = unitAt(before, unit)?.unit.goes_on ?? false;
    return [{ kind: 'start', unit, session_id, base_commit, task: unitPrompt(after, unit), goes_on }];
  },
  'unit.moved': (before, event, after) => {
    const found = unitAt(before, event.data.unit);
    const tip = after.branch?.tip;
    // The run itself checks only a unit without a session.
    return found?.unit.phase.name === 'ready' && tip !== undefined
      ? [{ kind: 'check_unit', unit: event.data.unit, commit: tip }]
      : [];
  },
  'unit.merging': (_before, event, after) => merge(after, event.data.unit),
  'unit.answered': (before, event, after) => {
    const { unit, accepted, text } = event.data;
    const phase = unitAt(before, unit)?.unit.phase;
    if (phase?.name === 'asking' && phase.before === 'end' && accepted) return mark(after, unit);
    if (phase?.name !== 'asking' || phase.before !== 'merge') return [];
    if (accepted) return merge(after, unit);
    return text === null ? [] : sendBack(after, unit, text);
  },
  'unit.conflicted': (_before, event, after) =>
    sendBack(after, event.data.unit, conflictPrompt(after, event.data)),
  'unit.skipped': (before, event) => {
    const unit = unitAt(before, event.data.unit)?.unit;
    return unit?.phase.name === 'working' && unit.session_id !== null
      ? [{ kind: 'stop_sessions', sessions: [unit.session_id], force: false }]
      : [];
  },
  'unit.completed': (_before, event, after) => mark(after, event.data.unit),
  'run.stopping': (before, event) => [
    { kind: 'stop_sessions', sessions: atWork(before), force: event.data.force },
  ],
  'run.paused': (before, event) =>
    event.data.now ? [{ kind: 'interrupt_sessions', sessions: atWork(before) }] : [],
  'run.resumed': (_before, _event, after) => [
    ...branchAgain(after),
    { kind: 'go_on', sessions: atWork(after) },
  ],
  'run.reopened': (_before, _event, after) => branchAgain(after),
  'run.upkeep_started': (_before, event) => [{ kind: 'wrap_up', task: event.data.task }],
};

/** Without an integration branch, its creation failed or was aborted. */
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
