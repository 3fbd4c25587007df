import type { Client } from '../../client/client.ts';
import type { Event } from '../../contract/event.ts';
import type { Snapshot } from '../../contract/live.ts';
import type { SessionView } from '../../contract/session.ts';
import type { CommandSpec } from '../command-spec.ts';
import { Exit, type Context, type DemoPlace } from '../context.ts';
import { eventText } from '../event-text.ts';
import type { Output } from '../output.ts';
import { painter } from '../paint.ts';
import { createScreen } from '../screen.ts';
import { sessionRows } from '../session-rows.ts';
import { counted } from '../../base/counted.ts';
import { padRight } from '../text/columns.ts';
import { fitLine } from '../text/fit-line.ts';
import { markOf } from '../text/marks.ts';

/** Number of sessions that work at the same time, of four. */
const slots = 2;

export const demo: CommandSpec = {
  name: 'demo',
  summary: 'Run a demo: four sessions in a scratch repository',
  async run({ context, output }) {
    output.note('DEMO: a scripted agent in a scratch repository. No model, no key, $0.');
    await using place = await context.demo.open(slots);
    output.note(`repository ${place.repo}`);
    const ids: string[] = [];
    for (const { name, task, gate } of place.tasks) {
      const [session] = await place.client.ask('sessions', {
        type: 'start',
        repo: place.repo,
        tasks: [{ task, name }],
        gates: [gate],
      });
      if (session) ids.push(session.id);
    }
    const ended = await watch(context, output, place, ids);
    if (!ended) throw new Exit(130);
    await sumUp(output, place.client, ended);
    if (ended.some(({ status }) => status !== 'completed')) throw new Exit(1);
  },
};

/** Prints events, answers approvals, and continues the session that fails, until all are done. */
async function watch(
  context: Context,
  output: Output,
  place: DemoPlace,
  ids: readonly string[],
): Promise<SessionView[] | undefined> {
  const done = new AbortController();
  const view = output.lively ? listView(context) : lineView(output);
  for await (const { now, changes } of place.client.live(
    AbortSignal.any([context.interrupted, done.signal]),
  )) {
    view.show(now, changes?.events ?? []);
    for (const event of changes?.events ?? []) await respond(event, place, view);
    const sessions = ids.flatMap((id) => now.sessions.filter((session) => session.id === id));
    if (sessions.length < ids.length || !sessions.every(isOver)) continue;
    done.abort();
    return sessions;
  }
  return undefined;
}

/** Acts as a person would: allows each call, and continues a session that failed. */
async function respond(event: Event, { client, onward }: DemoPlace, view: View): Promise<void> {
  if (event.kind === 'approval.asked') {
    const { id } = event.data.approval;
    view.say(`the demo approves: fairlead approve ${id}`);
    await client.ask('approval', { type: 'approve', approval: id });
  }
  if (event.kind === 'session.ended' && event.data.outcome.kind === 'failed') {
    const { epoch } = await client.session(event.session_id ?? '');
    if (epoch > 1) return;
    view.say(`the demo continues it: fairlead continue ${event.session_id} "${onward}"`);
    await client.ask('session', { type: 'continue', session: event.session_id, text: onward });
  }
}

/** The demo continues a session after its first failure. */
function isOver({ status, epoch }: SessionView): boolean {
  return status === 'completed' || (status === 'failed' && epoch > 1);
}

/** Where events and messages of the demo are printed. */
interface View {
  show(now: Snapshot, events: Event[]): void;
  say(text: string): void;
}

function listView(context: Context): View {
  const screen = createScreen(context.stdout);
  const paint = painter(true);
  return {
    show: ({ sessions }) => screen.show(sessionRows(sessions, paint, Date.now(), context.stdout.columns)),
    say: (text) => screen.say(text),
  };
}

function lineView(output: Output): View {
  return {
    say: (text) => output.note(text),
    show({ sessions }, events) {
      for (const event of events) {
        const about = event.session_id ?? event.run_id ?? '';
        const name = sessions.find(({ id }) => id === about)?.name ?? about;
        output.data('event', event, () => {
          const text = eventText(event, (words) => words).trim();
          return text === '' ? '' : `${padRight(fitLine(name, 32), 32)}  ${fitLine(text, 140)}`;
        });
      }
    },
  };
}

async function sumUp(output: Output, client: Client, sessions: readonly SessionView[]): Promise<void> {
  const diffs = await Promise.all(sessions.map(({ id }) => client.diff(id)));
  const stats = await client.stats();
  output.data('demo', { sessions, stats }, () =>
    [
      '',
      ...sessions.map(({ name, status, workspace }, index) => {
        const files = diffs[index]?.files.map(
          ({ path, additions, deletions }) => `${path} +${additions} -${deletions}`,
        );
        return `${markOf(status).sign} ${name}: ${files?.join(', ') ?? ''} on ${workspace?.branch ?? 'no branch'}`;
      }),
      `${stats.sessions.completed} completed · ${counted(stats.tool_calls, 'tool call')} · ${counted(stats.approvals, 'approval')} · the scratch repository was removed`,
      'Next, with your own agent: fairlead start "Fix the login bug" "Add dark mode" --max-parallel 2',
    ].join('\n'),
  );
}
