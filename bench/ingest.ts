/** Measures reading, deciding and storing a journal of 200,000 lines, against a loop that only parses its JSON. */
import { createReadStream, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createWorld, untilEnded, untilSession } from '../test/support/world.ts';
import { ms, ratio, timed, type Line } from './measure.ts';

const lines = 200_000;

export async function ingest(): Promise<Line> {
  await using world = await createWorld();
  const file = join(world.root, 'lines');
  const update = (n: number) => ({
    sessionUpdate: 'agent_message_chunk',
    content: { type: 'text', text: `word ${n} ` },
  });
  const text = Array.from({ length: lines }, (_, n) =>
    JSON.stringify({
      jsonrpc: '2.0',
      method: 'session/update',
      params: { sessionId: 'one', update: update(n) },
    }),
  );
  writeFileSync(file, `${text.join('\n')}\n`);
  const command = [process.execPath, join(import.meta.dirname, 'agents/plain-agent.mjs'), 'copy', file];
  writeFileSync(
    join(world.root, 'config.yaml'),
    JSON.stringify({ default_agent: 'copy', agents: { copy: { protocol: 'acp', command } } }),
  );
  await world.startDaemon();
  const [session] = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    tasks: [{ task: 'go' }],
  });
  const id = session?.id ?? '';
  await untilSession(world, id, ({ phase }) => phase === 'working');
  const ours = await timed(() => untilEnded(world, [id]));
  const theirs = await timed(async () => {
    for await (const line of createInterface({ input: createReadStream(file) })) JSON.parse(line);
  });
  rmSync(file);
  return {
    what: `${lines.toLocaleString('en')} lines of a journal taken in, against only parsing them`,
    fairlead: ms(ours),
    against: ms(theirs),
    ratio: ratio(ours, theirs),
  };
}
