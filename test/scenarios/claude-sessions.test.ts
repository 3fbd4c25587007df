/** The real Claude Code under the real daemon, against the local scripted model. */
import { kill } from 'node:process';
import { describe, expect, it } from 'vitest';
import { processTable } from '../../src/host/process/platform-process-table.ts';
import { startModelServer } from '../models/anthropic.ts';
import { script } from '../models/script.ts';
import { claudeEnvironment, findClaudeCode } from '../support/claude-code.ts';
import { storedEvents } from '../support/stored-events.ts';
import { createWorld, readJournal, untilEnded, untilSession, type World } from '../support/world.ts';

const claude = findClaudeCode();

async function createClaudeWorld(modelUrl: string): Promise<World> {
  const world = await createWorld({
    config: { agents: { claude: { protocol: 'claude', command: [claude ?? ''] } }, max_parallel: 5 },
  });
  Object.assign(world.env, claudeEnvironment(world.home, modelUrl));
  return world;
}

describe.skipIf(!claude)('Claude Code', () => {
  it('five at once, each in its worktree; one is killed, the others complete, the order stays', async () => {
    await using model = await startModelServer();
    await using world = await createClaudeWorld(model.url);
    await world.startDaemon();
    const tasks = [1, 2, 3, 4, 5].map((n) => ({
      name: `task ${n}`,
      task: `Write it ${script([
        {
          gate: `begin ${n}`,
          tool: 'Write',
          input: { file_path: `file-${n}.txt`, content: `content ${n}\n` },
        },
        { text: `wrote ${n}` },
      ])}`,
    }));
    const started = await world.client.ask('sessions', { type: 'start', repo: world.repo, tasks });
    const ids = started.map(({ id }) => id);
    await Promise.all(tasks.map((_, index) => model.reached(`begin ${index + 1}`)));
    const before = (await world.client.sessions()).map(({ id }) => id);
    expect(before).toEqual(ids.toReversed());

    const victim = await world.client.session(ids[2] ?? '');
    expect(new Set((await world.client.sessions()).map(({ workspace }) => workspace?.path)).size).toBe(5);
    kill(victim.pid ?? 0, 'SIGKILL');
    await untilEnded(world, [victim.id]);
    for (const index of tasks.keys()) model.release(`begin ${index + 1}`);
    await untilEnded(world, ids);

    const after = await world.client.sessions();
    expect(after.map(({ id }) => id)).toEqual(before);
    expect(after.map(({ status, reason }) => [status, reason])).toEqual([
      ['completed', null],
      ['completed', null],
      ['failed', 'the agent was killed by SIGKILL'],
      ['completed', null],
      ['completed', null],
    ]);
    for (const id of ids) expect(processTable.marked(`FAIRLEAD_SESSION=${id}`)).toEqual([]);
    const diff = await world.client.diff(ids[0] ?? '');
    expect(diff.files).toEqual([
      { path: 'file-1.txt', old_path: null, change: 'added', additions: 1, deletions: 0 },
    ]);
    expect(await world.git('status', '--porcelain')).toBe('');
  });

  it('goes on when the daemon is killed while an approval waits: same process, nothing lost, nothing twice', async () => {
    await using model = await startModelServer();
    await using world = await createClaudeWorld(model.url);
    await world.startDaemon();
    const [session] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [
        {
          task: `Run it ${script([
            {
              tool: 'Bash',
              input: { command: 'echo ran >> proof.txt; echo done', description: 'leave a proof' },
            },
            { text: 'it ran' },
          ])}`,
        },
      ],
    });
    const id = session?.id ?? '';
    const waiting = await untilSession(world, id, ({ phase }) => phase === 'waiting');
    const [approval] = await world.client.approvals();
    const before = await storedEvents(world);

    await world.killDaemon();
    expect(processTable.read(waiting.pid ?? 0)?.zombie).toBe(false);
    await world.startDaemon();

    await expect(world.client.approvals()).resolves.toEqual([approval]);
    await expect(world.client.session(id)).resolves.toMatchObject({
      phase: 'waiting',
      pid: waiting.pid,
      restored: true,
    });
    await world.client.ask('approval', { type: 'approve', approval: approval?.id ?? '' });
    await untilEnded(world, [id]);
    const ended = await world.client.session(id);
    expect(ended).toMatchObject({
      status: 'completed',
      restored: false,
      stats: { turns: 1, tool_calls: 1, approvals: 1 },
    });

    const events = await storedEvents(world);
    expect(events.slice(0, before.length)).toEqual(before);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter(({ kind }) => kind === 'process.started')).toHaveLength(1);
    const prompts = readJournal(world, id, 'in.jsonl')
      .split('\n')
      .filter((line) => line.includes('"type":"user"'));
    expect(prompts).toHaveLength(1);
    const diff = await world.client.diff(id);
    expect(diff.patch.match(/^\+ran$/gm)).toHaveLength(1);
  });
});
