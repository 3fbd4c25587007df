/** Follows a run to its end, one line for each thing that happens to a unit. */
import { printableLine } from '../base/printable.ts';
import type { Client } from '../client/client.ts';
import type { Event } from '../contract/event.ts';
import type { RunView, UnitView } from '../contract/run.ts';
import type { Paint } from './paint.ts';
import { isHeldByPerson } from './await-sessions.ts';
import { counted } from '../base/counted.ts';
import { skippedTimeText } from './skipped-time-text.ts';

/**
 * @param unattended does not wait for people either
 * @returns the run at its end, or as it is when only a person could let it go on; undefined where `signal` aborted first
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

/** Events after which there may be nobody left but people. */
const asksPerson = new Set<Event['kind']>([
  'unit.asked',
  'unit.moved',
  'approval.asked',
  'review.ended',
  'unit.completed',
  'unit.failed',
  'run.paused',
]);

/** Whether no unit is at work or could be, and those that are left wait for a person. */
async function isHeldByPeople(client: Client, id: string): Promise<boolean> {
  const { status, units } = await client.run(id);
  if (status === 'paused') return true;
  if (units.some((unit) => ['ready', 'running', 'gate', 'merging'].includes(unit.status))) return false;
  const asking = units.filter((unit) => unit.status === 'needs_person');
  const held = await Promise.all(asking.map((unit) => isHeld(client, unit)));
  return held.length > 0 && held.every(Boolean);
}

/** Where it is not the unit itself that asks, its session knows whether it waits for a person or for the reviewer. */
async function isHeld(client: Client, { session_id }: UnitView): Promise<boolean> {
  if (session_id === null) return true;
  const session = await client.session(session_id);
  return session.phase !== 'waiting' || isHeldByPerson(session);
}

/** An event of a run as people read it; empty where there is nothing to read. */
export function runEventText(event: Event, run: string, paint: Paint): string {
  switch (event.kind) {
    case 'run.created':
      return `${paint(`run ${run}`, 'strong')}  ${printableLine(event.data.spec.title, 80)}: ${counted(event.data.plan.units.length, 'unit')}`;
    case 'run.branched':
      return paint(`merging into ${event.data.branch}`, 'quiet');
    case 'wave.started':
      return paint(`wave ${event.data.wave} begins: ${shown(event.data.units)}`, 'quiet');
    case 'wave.completed':
      return paint(`wave ${event.data.wave} is over`, 'quiet');
    case 'unit.started': {
      const again = event.data.attempt > 1 ? ` (attempt ${event.data.attempt})` : '';
      return `${paint('●', 'busy')} ${name(event.data.unit)} started${again}  ${paint(event.data.session_id, 'quiet')}`;
    }
    case 'unit.moved':
      return event.data.to === 'needs_person'
        ? paint(`? ${name(event.data.unit)}: ${printableLine(event.data.why ?? '', 200)}`, 'attention')
        : event.data.why === null
          ? ''
          : paint(`  ${name(event.data.unit)} waits: ${printableLine(event.data.why, 200)}`, 'quiet');
    case 'unit.conflicted':
      return paint(
        `! ${name(event.data.unit)} goes back to its session: ${printableLine(event.data.reason, 200)}`,
        'attention',
      );
    case 'unit.completed': {
      const commit =
        event.data.commit === null ? 'nothing to merge' : `merged as ${event.data.commit.slice(0, 12)}`;
      return paint(`✓ ${name(event.data.unit)} ${commit}`, 'good');
    }
    case 'unit.failed':
      return paint(`✗ ${name(event.data.unit)} failed: ${printableLine(event.data.reason, 300)}`, 'bad');
    case 'unit.skipped':
      return paint(`– ${name(event.data.unit)} skipped: ${printableLine(event.data.reason, 200)}`, 'quiet');
    case 'unit.asked': {
      const { unit, question } = event.data;
      return paint(
        `? ${name(unit)} ${question.kind}: ${printableLine(question.text, 300)}\n  fairlead approve ${run}/${unit} · fairlead deny ${run}/${unit}`,
        'attention',
      );
    }
    case 'unit.unchanged':
      return `= ${name(event.data.unit)} changed nothing: ${printableLine(event.data.reason, 300)}`;
    case 'unit.answered':
      return paint(
        `  ${name(event.data.unit)}: ${event.data.accepted ? 'yes' : 'no'}, by ${printableLine(event.data.by)}`,
        'attention',
      );
    case 'unit.retried':
      return `↻ ${name(event.data.unit)}: ${printableLine(event.data.why, 200)}`;
    case 'run.paused':
      return paint(`paused by ${printableLine(event.data.by)}`, 'attention');
    case 'run.resumed':
    case 'run.reopened':
      return paint(`resumed by ${printableLine(event.data.by)}`, 'attention');
    case 'run.stopping':
      return paint(`stopping, by ${printableLine(event.data.by)}`, 'attention');
    case 'run.time_skipped':
      return paint(`  ${skippedTimeText(event.data.seconds)}`, 'quiet');
    case 'unit.marked':
      return event.data.problem === null
        ? ''
        : paint(`  warning: not marked in the plan: ${printableLine(event.data.problem, 300)}`, 'attention');
    case 'run.notice':
      return paint(`  ${event.data.level}: ${printableLine(event.data.text, 300)}`, 'attention');
    case 'run.merged':
      return paint(`merged into ${event.data.into} as ${event.data.commit.slice(0, 12)}`, 'good');
    case 'unit.rolled_back':
      return paint(`↩ ${name(event.data.unit)} rolled back by ${printableLine(event.data.by)}`, 'attention');
    case 'run.rolled_back':
      return paint(`reverted on ${event.data.into} by ${event.data.commit.slice(0, 12)}`, 'attention');
    case 'run.upkeep_failed':
      return paint(`${event.data.task} failed: ${printableLine(event.data.problem.message)}`, 'bad');
    case 'run.ended':
      return paint(
        `${event.data.status}${event.data.reason === null ? '' : `: ${printableLine(event.data.reason, 300)}`}`,
        event.data.status === 'completed' ? 'good' : 'bad',
      );
    default:
      return '';
  }
}

function name(unit: string): string {
  return printableLine(unit, 60);
}

function shown(units: readonly string[]): string {
  const more = units.length > 8 ? ` and ${units.length - 8} more` : '';
  return `${units.slice(0, 8).map(name).join(', ')}${more}`;
}
