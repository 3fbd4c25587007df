import type { EventsQuery } from '../../src/client/client.ts';
import type { Event } from '../../src/contract/event.ts';
import type { World } from './world.ts';

/** All events that the daemon has stored by now, of one kind or of one session where the query says so. */
export async function storedEvents({ client }: World, query: EventsQuery = {}): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of client.events({ ...query, follow: false }, new AbortController().signal))
    events.push(event);
  return events;
}
