import type { Client } from '../../client/client.ts';
import type { Event } from '../../contract/event.ts';
import type { CommandSpec } from '../command-spec.ts';
import { eventText } from '../event-text.ts';
import { sequence } from '../options.ts';
import type { Output } from '../output.ts';
import { painter } from '../paint.ts';

/** Events per request. */
const page = 1_000;

export const logs: CommandSpec = {
  name: 'logs',
  summary: 'Show the transcript of a session',
  arguments: '<ID>',
  configure: (command) =>
    command
      .option('-f, --follow', 'follow until the session ends or Ctrl-C')
      .option('--after <SEQ>', 'events after this number only', sequence)
      .option('--raw', "the agent's raw output, from the journal"),
  async run({ context, output, client }, [id], options) {
    const {
      follow = false,
      after = 0,
      raw = false,
    } = options as { follow?: boolean; after?: number; raw?: boolean };
    const daemon = await client();
    const session = await daemon.session(id ?? '');
    if (raw) return context.rawJournal(session.id, follow);
    if (follow) {
      const done = new AbortController();
      const signal = AbortSignal.any([context.interrupted, done.signal]);
      // An ended session has no further events, so its history is complete.
      if (session.phase === 'ended') return printHistory(daemon, session.id, after, output);
      for await (const event of daemon.events({ session: session.id, after }, signal)) {
        printEvent(event, output);
        if (event.kind === 'session.ended' && !(await isContinued(daemon, session.id, event.seq)))
          done.abort();
      }
      return;
    }
    await printHistory(daemon, session.id, after, output);
  },
};

/** Whether the session was continued after this end, so that more events follow. */
async function isContinued(daemon: Client, id: string, end: number): Promise<boolean> {
  const later = await daemon.history(id, { after: end, limit: page });
  return later.some(({ kind }) => kind === 'session.continued');
}

async function printHistory(daemon: Client, id: string, after: number, output: Output): Promise<void> {
  let last = after;
  for (;;) {
    const events = await daemon.history(id, { after: last, limit: page });
    for (const event of events) printEvent(event, output);
    last = events.at(-1)?.seq ?? last;
    if (events.length < page) return;
  }
}

function printEvent(event: Event, output: Output): void {
  output.data('event', event, () => eventText(event, painter(output.lively)));
}
