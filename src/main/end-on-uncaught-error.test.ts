import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'fairlead-uncaught-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A process with the handlers, a manifest, and a server that throws an uncaught error when it answers `/late`. */
const program = (then: string) => `
  import { createServer, get } from 'node:http';
  import { asRequest } from ${JSON.stringify(join(import.meta.dirname, '../api/request-at-fault.ts'))};
  import { writeManifest } from ${JSON.stringify(join(import.meta.dirname, 'daemon-manifest.ts'))};
  import { endOnUncaughtError } from ${JSON.stringify(join(import.meta.dirname, 'end-on-uncaught-error.ts'))};
  const manifest = ${JSON.stringify(join(directory, 'daemon.json'))};
  writeManifest(manifest, { pid: process.pid, port: 1, socket: '', version: '', started_at: '' });
  const say = (what, { error } = {}) => console.log(what + ': ' + error?.message);
  endOnUncaughtError(manifest, { info: say, warn: say, error: say });
  const server = createServer((request, response) =>
    asRequest({ socket: request.socket, answered: () => response.writableEnded }, () => {
      if (request.url === '/late') setTimeout(() => { throw new Error('from a request'); });
      else response.end('fine');
    }),
  );
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ask = (path) => new Promise((resolve) =>
    get({ port: server.address().port, path, agent: false }, (response) => resolve(response.resume().statusCode))
      .on('error', (error) => resolve(error.code)));
  ${then}
`;

function run(then: string): Promise<{ status: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--input-type=module', '-e', program(then)], (error, said) =>
      resolve({ status: error ? Number(error.code) : 0, said }),
    );
  });
}

test('an uncaught error while a request is answered fails that request, and the next one is answered', async () => {
  const { status, said } = await run(`
    console.log(await ask('/late'), await ask('/next'));
    server.close();
    console.log((await import('node:fs')).existsSync(manifest));
    process.exitCode = 3;
  `);
  expect(said).toBe('an uncaught error ended a request: from a request\nECONNRESET 200\ntrue\n');
  expect(status).toBe(3);
  expect(existsSync(join(directory, 'daemon.json'))).toBe(false);
});

test('any other uncaught error is logged, and the process ends without leaving its manifest', async () => {
  const { status, said } = await run(`setTimeout(() => { throw new Error('from elsewhere'); });`);
  expect(said).toBe('an uncaught error ends the daemon: from elsewhere\n');
  expect(status).toBe(70);
  expect(existsSync(join(directory, 'daemon.json'))).toBe(false);
});

test('a process that ends does not remove the manifest of its successor', async () => {
  const successor = JSON.stringify({ pid: 1 });
  await run(
    `(await import('node:fs')).writeFileSync(manifest, ${JSON.stringify(successor)}); process.exit();`,
  );
  expect(readFileSync(join(directory, 'daemon.json'), 'utf8')).toBe(successor);
});
