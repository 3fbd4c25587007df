/** One server-sent event, without the fields that fairlead does not use. */
export interface ServerSentEvent {
  id: string;
  event: string;
  data: string;
}

/**
 * Parses the event stream format (https://html.spec.whatwg.org/multipage/server-sent-events.html). Pieces may be cut
 * anywhere.
 */
export async function* parseEvents(pieces: AsyncIterable<string>): AsyncIterable<ServerSentEvent> {
  let rest = '';
  for await (const piece of pieces) {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event) yield event;
    }
  }
}

function parseBlock(block: string): ServerSentEvent | undefined {
  const event: ServerSentEvent = { id: '', event: 'message', data: '' };
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field = '', value = ''] = /^([^:]*):? ?([\s\S]*)$/.exec(line) ?? [];
    if (field === 'data') data.push(value);
    else if (field === 'id') event.id = value;
    else if (field === 'event') event.event = value;
  }
  return data.length === 0 ? undefined : { ...event, data: data.join('\n') };
}
