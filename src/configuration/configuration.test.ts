import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';
import { hashOf } from './trust.ts';
import { createConfiguration } from './configuration.ts';

const pi = 'pi: { protocol: acp, command: [pi-acp], unasked: allow }';

/** Reads a user's configuration together with that of a repository, which the user trusts. */
async function read(own: string, repository: string) {
  const root = temporaryDirectory();
  const repo = join(root, 'repo');
  mkdirSync(repo);
  const [userFile, file] = [join(root, 'config.yaml'), join(repo, 'fairlead.yaml')];
  writeFileSync(userFile, own);
  writeFileSync(file, repository);
  const configuration = createConfiguration({
    userFile,
    trustFile: join(root, 'trusted.json'),
    environment: {},
    scripted: ['scripted'],
    claude: { user: join(root, 'claude'), managed: join(root, 'managed') },
  });
  configuration.trust(repo, [{ path: 'fairlead.yaml', hash: hashOf(readFileSync(file)) }]);
  const settings = await configuration.read(repo);
  if (!settings.ok) throw new Error(settings.error.message);
  return settings.value;
}

it('lets only the user say that an agent may make unjudged calls', async () => {
  expect((await read(`agents: { ${pi} }`, '')).agents['pi']?.unasked).toBe(true);
  const trusted = await read('', `agents: { ${pi} }`);
  expect(trusted.agents['pi']).toMatchObject({ command: ['pi-acp'], unasked: false });
});

it('takes the sandbox of a repository where it is the stricter one', async () => {
  expect((await read('sandbox: auto', 'sandbox: required')).sandbox).toBe('required');
  expect((await read('', '')).sandbox).toBe('auto');
});

it('knows an agent by what it is like, which is its name unless said otherwise', async () => {
  const { agents } = await read('agents: { oc: { protocol: acp, command: [oc], like: opencode } }', '');
  expect([agents['oc']?.like, agents['codex']?.like]).toEqual(['opencode', 'codex']);
});
