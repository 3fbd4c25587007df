/** A session gets on by the notices of the system alone: the clock of this daemon never strikes. */
import { err } from '../../src/base/result.ts';
import { mkdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { acpAdapter } from '../../src/agents/acp/adapter.ts';
import type { Clock } from '../../src/base/clock.ts';
import { pathFinder } from '../../src/host/system/machine.ts';
import { createGit } from '../../src/host/git/command/git.ts';
import { processTable } from '../../src/host/process/platform-process-table.ts';
import { createConfiguration } from '../../src/configuration/configuration.ts';
import { agentEnvironment } from '../../src/agents/agent-environment.ts';
import { newIds } from '../../src/main/new-ids.ts';
import { openLog } from '../../src/main/log.ts';
import { pathsFor } from '../../src/main/paths.ts';
import { entry, scriptedCommand } from '../../src/main/program-files.ts';
import { askAnthropic } from '../../src/models/ask-anthropic.ts';
import { startRuntime } from '../../src/runtime/runtime.ts';
import { openStore } from '../../src/store/store.ts';
import { createWorld } from '../support/world.ts';

const silentClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  after: () => ({ [Symbol.dispose]: () => undefined }),
};

it('a session completes without a look at the clock', async () => {
  await using world = await createWorld({ config: { default_agent: 'scripted' } });
  const paths = pathsFor(world.env);
  for (const directory of [paths.sessions, paths.worktrees]) mkdirSync(directory, { recursive: true });
  await using store = await openStore(paths.database, entry('store-worker'));
  await using runtime = await startRuntime(
    {
      store,
      clock: silentClock,
      table: processTable,
      paths,
      adapters: new Map([['acp', acpAdapter]]),
      configuration: createConfiguration({
        userFile: paths.userConfiguration,
        trustFile: paths.trusted,
        environment: {},
        scripted: scriptedCommand(),
        claude: paths.claude,
      }),
      git: createGit({ environment: world.env }),
      machine: { ...pathFinder(), own: [] },
      newIds,
      askModel: askAnthropic,
      env: { ...agentEnvironment(world.env) },
      sandbox: () => Promise.resolve(err('not tried here')),
      log: openLog(paths.log, 'info'),
    },
    {
      announceEnd: () => expect.unreachable('nobody ends this daemon by a command'),
      end: () => undefined,
    },
  );
  const ended = Promise.withResolvers<unknown>();
  using _subscription = runtime.hub.subscribe(({ events }) => {
    for (const event of events) if (event.kind === 'session.ended') ended.resolve(event.data);
  });
  const task = `<script>${JSON.stringify([
    { do: 'run', command: 'echo made > made.txt' },
    { do: 'say', text: 'made it' },
  ])}</script>`;
  await runtime.command(
    { type: 'start', repo: world.repo, tasks: [{ task }] },
    { command_id: undefined, by: 'test' },
  );
  await expect(ended.promise).resolves.toMatchObject({ outcome: { kind: 'completed' }, survivors: 0 });
}, 30_000);
