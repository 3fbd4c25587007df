import type { Event, EventKind } from '../../contract/event.ts';
import type { CommandSpec } from '../command-spec.ts';
import { runEventText } from '../follow-run.ts';
import { eventText } from '../event-text.ts';
import { sequence } from '../options.ts';
import { painter, type Paint } from '../paint.ts';
import { fitLine } from '../text/fit-line.ts';
import { padLeft, padRight } from '../text/columns.ts';

export const events: CommandSpec = {
  name: 'events',
  summary: 'Show the events of all sessions and runs',
  configure: (command) =>
    command
      .option('-f, --follow', 'follow until Ctrl-C')
      .option('--after <SEQ>', 'events after this number only', sequence)
      .option('--run <ID>', 'events of one run only')
      .option('--session <ID>', 'events of one session only')
      .option('--kind <KINDS>', 'kinds, separated by commas: session.ended,approval.asked'),
  async run({ context, output, client }, _args, options) {
    const {
      follow = false,
      after = 0,
      run,
      session,
      kind,
    } = options as {
      follow?: boolean;
      after?: number;
      run?: string;
      session?: string;
      kind?: string;
    };
    const daemon = await client();
    const paint = painter(output.lively);
    const query = {
      after,
      follow,
      ...(run !== undefined && { run }),
      ...(session !== undefined && { session: (await daemon.session(session)).id }),
      // An unknown kind matches no event.
      ...(kind !== undefined && { kinds: kind.split(',') as EventKind[] }),
    };
    for await (const event of daemon.events(query, context.interrupted))
      output.data('event', event, () => line(event, paint));
  },
};

function line(event: Event, paint: Paint): string {
  const plain: Paint = (words) => words;
  const ofRun = event.session_id === null && event.run_id !== null;
  const text = fitLine(
    ofRun ? runEventText(event, event.run_id, plain) : eventText(event, plain),
    160,
  ).trim();
  const whose = event.session_id ?? event.run_id ?? 'outside';
  return `${paint(`${padLeft(String(event.seq), 6)}  ${event.at.slice(11, 19)}  ${padRight(whose, 11)}`, 'quiet')}  ${padRight(event.kind, 18)}  ${text}`;
}
