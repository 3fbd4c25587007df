/** Follows a run to its end, with one line for each event of a unit. */
import { printableLine } from '../base/printable.ts';
import type { Client } from '../client/client.ts';
import type { Event } from '../contract/event.ts';
import type { RunView, UnitView } from '../contract/run.ts';
import type { Paint } from './paint.ts';
import { isHeldByPerson } from './await-sessions.ts';
import { counted } from '../base/counted.ts';
import { skippedTimeText } from './skipped-time-text.ts';
import { marked, markOf } from './text/marks.ts';
import { fitLine } from './text/fit-line.ts';

/**
 * @param unattended also stops when the run is blocked on people
 * @returns the run at its end, or when it is blocked on people; undefined if `signal` aborted first
 */
export async function followRun(
  client: Client,
  id: string,
  signal: AbortSignal,
  show: (event: Event) => void,
  unattended = false,
): Promise<RunView | undefined> {
  const done = new AbortController();
  let merges = false;
  for await (const event of client.events({ run: id }, AbortSignal.any([signal, done.signal]))) {
    if (unattended && asksPerson.has(event.kind) && (await isHeldByPeople(client, id))) done.abort();
    if (event.session_id !== null) continue;
    show(event);
    if (event.kind === 'run.created') merges = event.data.spec.merge_into !== null;
    const last = event.kind === 'run.ended' && !(merges && event.data.status === 'completed');
    if (last || event.kind === 'run.merged' || event.kind === 'run.upkeep_failed') done.abort();
  }
  return signal.aborted ? undefined : client.run(id);
}

/** Events after which the run may be blocked on people. */
const asksPerson = new Set<Event['kind']>([
  'unit.asked',
  'unit.moved',
  'approval.asked',
  'review.ended',
  'unit.completed',
  'unit.failed',
  'run.paused',
]);

/** Whether no unit is working or can start, and the remaining units wait for a person. */
async function isHeldByPeople(client: Client, id: string): Promise<boolean> {
  const { status, units } = await client.run(id);
  if (status === 'paused') return true;
  if (units.some((unit) => ['ready', 'running', 'gate', 'merging'].includes(unit.status))) return false;
  const asking = units.filter((unit) => unit.status === 'needs_person');
  const held = await Promise.all(asking.map((unit) => isHeld(client, unit)));
  return held.length > 0 && held.every(Boolean);
}

/** If the unit itself does not ask, its session knows whether it waits for a person or for the reviewer. */
async function isHeld(client: Client, { session_id }: UnitView): Promise<boolean> {
  if (session_id === null) return true;
  const session = await client.session(session_id);
  return session.phase !== 'waiting' || isHeldByPerson(session);
}

/** Formats an event of a run for people; empty if there is nothing to show. */
export function runEventText(event: Event, run: string, paint: Paint): string {
  // The compiler cannot see that an entry found by a key accepts an event with this key.
  const entry = texts[event.kind] as ((event: Event, run: string, paint: Paint) => string) | undefined;
  return entry?.(event, run, paint) ?? '';
}

/** Kinds without an entry show nothing. */
const texts: {
  [K in Event['kind']]?: (event: Extract<Event, { kind: K }>, run: string, paint: Paint) => string;
} = {
  'run.created': (event, run, paint) =>
    `${paint(`run ${run}`, 'strong')}  ${fitLine(event.data.spec.title, 80)}: ${counted(event.data.plan.units.length, 'unit')}`,
  'run.branched': (event, _run, paint) => paint(`merging into ${event.data.branch}`, 'quiet'),
  'wave.started': (event, _run, paint) =>
    paint(`wave ${event.data.wave} begins: ${shown(event.data.units)}`, 'quiet'),
  'wave.completed': (event, _run, paint) => paint(`wave ${event.data.wave} is over`, 'quiet'),
  'unit.started': (event, _run, paint) => {
    const again = event.data.attempt > 1 ? ` (attempt ${event.data.attempt})` : '';
    return `${paint(markOf('running').sign, markOf('running').tone)} ${name(event.data.unit)} started${again}  ${paint(event.data.session_id, 'quiet')}`;
  },
  'unit.moved': (event, _run, paint) =>
    event.data.to === 'needs_person'
      ? marked('needs_person', `${name(event.data.unit)}: ${fitLine(event.data.why ?? '', 200)}`, paint)
      : event.data.why === null
        ? ''
        : paint(`  ${name(event.data.unit)} waits: ${fitLine(event.data.why, 200)}`, 'quiet'),
  'unit.conflicted': (event, _run, paint) =>
    marked(
      'warning',
      `${name(event.data.unit)} goes back to its session: ${fitLine(event.data.reason, 200)}`,
      paint,
    ),
  'unit.completed': (event, _run, paint) => {
    const commit =
      event.data.commit === null ? 'nothing to merge' : `merged as ${event.data.commit.slice(0, 12)}`;
    return marked('completed', `${name(event.data.unit)} ${commit}`, paint);
  },
  'unit.failed': (event, _run, paint) =>
    marked('failed', `${name(event.data.unit)} failed: ${fitLine(event.data.reason, 300)}`, paint),
  'unit.skipped': (event, _run, paint) =>
    marked('skipped', `${name(event.data.unit)} skipped: ${fitLine(event.data.reason, 200)}`, paint),
  'unit.asked': (event, run, paint) => {
    const { unit, question } = event.data;
    return marked(
      'needs_person',
      `${name(unit)} ${question.kind}: ${fitLine(question.text, 300)}\n  fairlead approve ${run}/${unit} · fairlead deny ${run}/${unit}`,
      paint,
    );
  },
  'unit.unchanged': (event, _run, paint) =>
    marked(
      'unchanged',
      `${name(event.data.unit)} changed nothing: ${fitLine(event.data.reason, 300)}`,
      paint,
    ),
  'unit.answered': (event, _run, paint) =>
    paint(
      `  ${name(event.data.unit)}: ${event.data.accepted ? 'yes' : 'no'}, by ${printableLine(event.data.by)}`,
      'attention',
    ),
  'unit.retried': (event) => `↻ ${name(event.data.unit)}: ${fitLine(event.data.why, 200)}`,
  'run.paused': (event, _run, paint) => paint(`paused by ${printableLine(event.data.by)}`, 'attention'),
  'run.resumed': resumedText,
  'run.reopened': resumedText,
  'run.stopping': (event, _run, paint) => paint(`stopping, by ${printableLine(event.data.by)}`, 'attention'),
  'run.time_skipped': (event, _run, paint) => paint(`  ${skippedTimeText(event.data.seconds)}`, 'quiet'),
  'unit.marked': (event, _run, paint) =>
    event.data.problem === null
      ? ''
      : paint(`  warning: not marked in the plan: ${fitLine(event.data.problem, 300)}`, 'attention'),
  'run.notice': (event, _run, paint) =>
    paint(`  ${event.data.level}: ${fitLine(event.data.text, 300)}`, 'attention'),
  'run.merged': (event, _run, paint) =>
    paint(`merged into ${event.data.into} as ${event.data.commit.slice(0, 12)}`, 'good'),
  'unit.rolled_back': (event, _run, paint) =>
    paint(`↩ ${name(event.data.unit)} rolled back by ${printableLine(event.data.by)}`, 'attention'),
  'run.rolled_back': (event, _run, paint) =>
    paint(`reverted on ${event.data.into} by ${event.data.commit.slice(0, 12)}`, 'attention'),
  'run.upkeep_failed': (event, _run, paint) =>
    marked('failed', `${event.data.task} failed: ${printableLine(event.data.problem.message)}`, paint),
  'run.ended': (event, _run, paint) =>
    marked(
      event.data.status,
      `${event.data.status}${event.data.reason === null ? '' : `: ${fitLine(event.data.reason, 300)}`}`,
      paint,
    ),
};

function resumedText(
  event: Extract<Event, { kind: 'run.resumed' | 'run.reopened' }>,
  _run: string,
  paint: Paint,
): string {
  return paint(`resumed by ${printableLine(event.data.by)}`, 'attention');
}

function name(unit: string): string {
  return fitLine(unit, 60);
}

function shown(units: readonly string[]): string {
  const more = units.length > 8 ? ` and ${units.length - 8} more` : '';
  return `${units.slice(0, 8).map(name).join(', ')}${more}`;
}
