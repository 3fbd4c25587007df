/**
 * Runs the scripted model server by hand: `node test/models/main.ts --port 0` prints its URL. Then, for example:
 *
 *     ANTHROPIC_BASE_URL=<url> ANTHROPIC_API_KEY=dummy HOME=$(mktemp -d) \
 *       claude -p '<script>[{"text":"hello"}]</script>'
 *
 * A step that is held at the gate `g` goes on after `curl -X POST <url>/release/g`.
 */
import { parseArgs } from 'node:util';
import { startModelServer } from './anthropic.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const server = await startModelServer({ port: Number(values.port) });
console.log(server.url);
