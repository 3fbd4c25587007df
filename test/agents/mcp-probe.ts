/** An MCP server with one tool, `peek`, that says it only reads. Each call of it is a line in the file named first. */
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

interface Message {
  id?: number | string;
  method?: string;
  params?: { protocolVersion?: string };
}

const [log = ''] = process.argv.slice(2);
const peek = {
  name: 'peek',
  description: 'Looks at nothing',
  inputSchema: { type: 'object', properties: { at: { type: 'string' } } },
  annotations: { readOnlyHint: true },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line) as Message;
  if (id === undefined) continue;
  if (method === 'tools/call') appendFileSync(log, `${line}\n`);
  process.stdout.write(
    `${JSON.stringify({ jsonrpc: '2.0', id, result: resultOf(method, params?.protocolVersion) })}\n`,
  );
}

function resultOf(method: string | undefined, protocolVersion = '2025-06-18'): object {
  switch (method) {
    case 'initialize':
      return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'probe', version: '1' } };
    case 'tools/list':
      return { tools: [peek] };
    case 'tools/call':
      return { content: [{ type: 'text', text: 'peeked' }] };
    default:
      return {};
  }
}
