/** One policy over the real agents of all makers: what it denies does not happen, whatever the agent would ask about. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/contract/session.ts';
import { processTable } from '../../src/host/process/platform-process-table.ts';
import { script, type Step } from '../models/script.ts';
import { realAgents, type Model, type RealAgent } from '../support/real-agents.ts';
import { storedEvents } from '../support/stored-events.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

const secret = 'correct-horse-battery';

describe.each(realAgents)('the real $name', (agent) => {
  const { configuration } = agent;

  it.skipIf(!configuration)(
    'reads no secret and calls no denied tool, by whatever tool it tries',
    async () => {
      await using model = await agent.startModel();
      await using world = await open(agent, model, { deny: ['mcp__probe'] });
      // In the directory itself, so that its path is known to the script.
      const task = script([
        agent.read(join(world.repo, '.env')),
        agent.run('cat .env'),
        agent.run('grep KEY .env'),
        agent.peek,
        { text: 'done' },
      ]);
      const [session] = await start(world, agent, task, '--no-worktree');
      expect(session).toMatchObject({ status: 'completed', outcome: { evidence: { statement: 'done' } } });
      expect(JSON.stringify(model.requests)).not.toContain(secret);
      expect(existsSync(join(world.root, 'mcp.log'))).toBe(false);
      // Gemini refuses to read such a file by itself.
      expect(session?.stats.denials).toBe(agent.name === 'gemini' ? 3 : 4);
      const denied = (await storedEvents(world)).flatMap((event) =>
        event.kind === 'policy.decided' && event.data.verdict.decision === 'deny' ? [event.data] : [],
      );
      expect(denied.map(({ verdict }) => verdict.rule ?? verdict.source)).toContain('mcp__probe');
      expect(denied.every(({ verdict }) => verdict.reason !== '')).toBe(true);
    },
  );

  it.skipIf(!configuration)('hears why a call was denied, in words of a person', async () => {
    await using model = await agent.startModel();
    await using world = await open(agent, model, {});
    const id = await begin(world, agent, script([agent.run('touch wanted.txt'), { text: 'done' }]));
    await untilSession(world, id, ({ phase }) => phase === 'waiting');
    const [approval] = await world.client.approvals();
    const { status } = await world.cli('deny', approval?.id ?? '', '--message', 'XYZZY');
    expect(status).toBe(0);
    const [session] = await untilEnded(world, [id]);
    expect(session?.stats).toMatchObject({ denials: 1, approvals: 0 });
    expect(JSON.stringify(model.requests)).toContain('XYZZY');
  });

  it.skipIf(!configuration)('is asked once where hook and protocol ask, over a killed daemon', async () => {
    await using model = await agent.startModel();
    await using world = await open(agent, model, {});
    const id = await begin(world, agent, script([agent.run('touch wanted.txt'), { text: 'done' }]));
    await untilSession(world, id, ({ phase }) => phase === 'waiting');
    const [approval, ...others] = await world.client.approvals();
    expect(others).toEqual([]);
    await world.killDaemon();
    await world.startDaemon();
    expect(await world.client.approvals()).toEqual([approval]);
    await world.client.ask('approval', { type: 'approve', approval: approval?.id ?? '' });
    const [session] = await untilEnded(world, [id]);
    expect(session).toMatchObject({ status: 'completed', stats: { approvals: 1, denials: 0 } });
    const asked = (await storedEvents(world)).filter(({ kind }) => kind === 'approval.asked');
    expect(asked).toHaveLength(1);
  });

  it.skipIf(!configuration)('whose login is refused for ever fails, and says that it needs one', async () => {
    await using model = await agent.startModel();
    await using world = await open(agent, model, {});
    const id = await begin(world, agent, script([{ status: 401, message: 'Invalid API key' }]));
    const [session] = await untilEnded(world, [id]);
    expect(session).toMatchObject({ status: 'failed', outcome: { failure: 'auth' } });
    expect(session?.attention).toContain('auth');
  });

  it.skipIf(!configuration)('in the sandbox changes its own branch, and nothing else', async () => {
    await using model = await agent.startModel();
    await using world = await open(agent, model, { level: 'permissive', protection: 'off' }, 'required');
    const token = join(world.state, 'token');
    const other = join(world.state, 'worktrees/other');
    mkdirSync(other, { recursive: true });
    const free = agent.runFreely ?? agent.run;
    const run = (command: string) => free(`${command} >> seen.txt 2>&1; echo "status $?" >> seen.txt`);
    const steps: Step[] = [
      run(`touch ${join(other, 'x')}`),
      run(`touch ${join(world.repo, '.git/hooks/pre-commit')}`),
      run(`cp README.md ${join(world.repo, '.git/refs/heads/main')}`),
      run(`cat ${token}`),
      run('git add seen.txt && git -c user.name=A -c user.email=a@b commit -qm mine'),
      free('setsid sleep 1000 > /dev/null 2>&1 &'),
    ];
    const id = await begin(world, agent, script([...steps, { gate: 'held' }]));
    const ended = untilEnded(world, [id]).then(([session]) => {
      throw new Error(`the session ended early: ${session?.reason}`);
    });
    await Promise.race([model.reached('held'), ended]);
    ended.catch(() => undefined);
    const session = await world.client.session(id);
    expect(session.guard?.sandbox).toBe(true);
    expect((await world.cli('stop', id)).status).toBe(0);
    const path = session.workspace?.path ?? '';
    const seen = readFileSync(join(path, 'seen.txt'), 'utf8');
    expect(seen.match(/^status \d+$/gm)).toEqual([
      'status 1',
      'status 1',
      'status 1',
      'status 1',
      'status 0',
    ]);
    expect(await world.git('log', '--format=%s', session.workspace?.branch ?? '')).toContain('mine');
    expect(processTable.marked(`FAIRLEAD_SESSION=${id}`)).toEqual([]);
    const end = (await storedEvents(world)).find(({ kind }) => kind === 'session.ended');
    expect(end?.data).toMatchObject({ survivors: 0 });
  });
});

interface OwnPolicy {
  level?: 'permissive';
  deny?: string[];
  protection?: 'off';
}

async function open(
  agent: RealAgent,
  model: Model,
  { level, deny, protection }: OwnPolicy,
  sandbox: 'auto' | 'required' = 'auto',
): Promise<World> {
  const off = { outside: false, secrets: false, git_directory: false };
  const world = await createWorld({
    files: { '.env': `KEY=${secret}\n`, 'README.md': 'hello\n' },
    config: {
      agents: { [agent.name]: agent.configuration ?? { protocol: 'acp', command: ['none'] } },
      sandbox,
      sandbox_writable: [],
      policy: { level: level ?? 'moderate', ...(deny && { deny }), ...(protection && { protection: off }) },
    },
  });
  await agent.configure(world, model, join(world.root, 'mcp.log'));
  await world.startDaemon();
  return world;
}

async function start(
  world: World,
  agent: RealAgent,
  task: string,
  ...options: string[]
): Promise<SessionView[]> {
  const { stdout } = await world.cli('start', '--wait', '--json', '--agent', agent.name, ...options, task);
  return (JSON.parse(stdout) as { data: SessionView[] }).data;
}

async function begin(world: World, { name }: RealAgent, task: string): Promise<string> {
  const sessions = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    agent: name,
    tasks: [{ task }],
  });
  return sessions[0]?.id ?? '';
}
