import { describe, expect, it } from 'vitest';
import { kinds, play, spec, steps, context, working, type Step } from '../../../test/support/core-scene.ts';
import { initialSession } from './initial.ts';
import { recordWorld } from './record-world.ts';
import { decide } from './decide.ts';
import { react } from './react.ts';
import { holdsSlot, wantsSlot } from './slot.ts';
import { pendingEvent } from './state.ts';
import { viewOf } from './view.ts';

describe('a session that goes well', () => {
  it('passes through its phases, each with its effect', () => {
    const before = initialSession('s1', { spec: spec(), prompt_id: 'first' }, context().at);
    expect(viewOf(before)).toMatchObject({ status: 'starting', phase: 'queued', reason: null });
    const { pendingEvents, session } = play({}, [...working, steps.completed, steps.proved(), steps.stopped]);
    expect(kinds(pendingEvents)).toEqual([
      'session.admitted',
      'workspace.prepared',
      'process.launching',
      'process.started',
      'agent.ready',
      'turn.started',
      'turn.ended',
      'proof.started',
      'attention.raised',
      'session.stopping',
      'session.ended',
    ]);
    expect(viewOf(session)).toMatchObject({
      status: 'completed',
      phase: 'ended',
      reason: null,
      attention: ['review'],
      outcome: { kind: 'completed', evidence: { files_changed: 1, statement: 'did it' } },
      stats: { turns: 1 },
    });
  });

  it('completes without changes if the agent gives a reason, and not without one', () => {
    const said = play({}, [...working, steps.completed, steps.proved(1, 0), steps.stopped]);
    expect(viewOf(said.session)).toMatchObject({ status: 'completed', attention: [] });
    const silent = { agent: { type: 'turn_ended', result: { kind: 'completed', statement: null } } } as const;
    const mute = play({}, [...working, silent, steps.proved(1, 0), steps.stopped]);
    expect(viewOf(mute.session)).toMatchObject({
      status: 'failed',
      reason: 'ended its turn without changes and without a message',
    });
  });

  it.each(['auth', 'budget'] as const)(
    'raises attention for a failure that a person must fix: %s',
    (failure) => {
      const result = { kind: 'failed', failure, reason: 'why' } as const;
      const { session } = play({}, [...working, { agent: { type: 'turn_ended', result } }, steps.stopped]);
      expect(viewOf(session)).toMatchObject({ status: 'failed', attention: [failure], reason: 'why' });
    },
  );

  it('sends prompts queued while it worked before it is proved', () => {
    const { session, last } = play({}, [
      ...working,
      { command: { type: 'send', session: 's1', text: 'and this' } },
      steps.completed,
    ]);
    expect(kinds(last)).toEqual(['turn.ended', 'turn.started']);
    expect(session.phase.name).toBe('working');
    expect(session.stats.turns).toBe(2);
  });
});

describe('gates', () => {
  const gate = (passed: boolean) =>
    ({
      world: {
        type: 'gate_finished',
        proof: 1,
        gate: {
          command: 'npm test',
          passed,
          exit_code: passed ? 0 : 1,
          output: 'x\n2 failed\n',
          duration_s: 1,
        },
      },
    }) as const;

  it('fail the session with the line that says why', () => {
    const { session } = play({ gates: ['npm test'] }, [
      ...working,
      steps.completed,
      gate(false),
      steps.proved(),
      steps.stopped,
    ]);
    expect(viewOf(session)).toMatchObject({
      status: 'failed',
      reason: 'gate failed: npm test (exit status 1: 2 failed)',
      outcome: { failure: 'gate' },
    });
  });

  it('send the agent a follow-up prompt if configured, three times', () => {
    const round = (proof: number) => [
      steps.completed,
      { world: { ...gate(false).world, proof } } as const,
      steps.proved(proof),
    ];
    const once = play({ auto_continue: true, gates: ['npm test'] }, [...working, ...round(1)]);
    expect(kinds(once.last)).toEqual(['session.sent_on', 'prompt.queued', 'turn.started']);
    expect(once.last[2]).toMatchObject({ data: { text: expect.stringContaining('2 failed') as string } });
    const often = play({ auto_continue: true, gates: ['npm test'] }, [
      ...working,
      ...round(1),
      ...round(2),
      ...round(3),
      ...round(4),
    ]);
    expect(kinds(often.last)).toContain('session.stopping');
  });

  it('of an ended proof are ignored', () => {
    const { last } = play({}, [
      ...working,
      steps.completed,
      { command: { type: 'send', session: 's1', text: 'more' } },
      steps.proved(),
    ]);
    expect(last).toEqual([]);
  });
});

describe('approvals', () => {
  it('make the session wait without a slot, and continue when it has one', () => {
    const asked = play({}, [...working, steps.tool(), steps.asked()]);
    const approval = asked.session.asks[0]?.approval;
    expect(viewOf(asked.session)).toMatchObject({
      status: 'running',
      phase: 'waiting',
      attention: ['approval'],
    });
    expect(holdsSlot(asked.session)).toBe(false);
    const known = { id: approval?.id.slice(1) ?? '', prompt: 'p', conversation: 'c' };
    const approve: Step = { command: { type: 'approve', approval: approval?.id ?? '' } };
    const answered = play({}, [...working, steps.tool(), steps.asked(), approve], { newIds: known });
    expect(wantsSlot(answered.session)).toBe('answered');
    const around = context(60);
    const [admitted] = recordWorld(answered.session, { type: 'admitted' }, around);
    if (!admitted) throw new Error('not admitted');
    expect(react(answered.session, admitted, answered.session)).toEqual([
      {
        kind: 'tell',
        request: {
          type: 'answer',
          request: 'r1',
          answer: { kind: 'allow', input: { command: 'rm -rf build; x' } },
        },
      },
    ]);
  });

  it('do not make it wait while another tool runs', () => {
    const { session } = play({}, [...working, steps.tool('other'), steps.tool(), steps.asked()]);
    expect(session.phase.name).toBe('working');
  });

  it('keep it without a slot when its agent continues meanwhile, until it gets one', () => {
    const beside = play({}, [...working, steps.tool(), steps.asked(), steps.tool('t2')]);
    expect(beside.session.phase.name).toBe('waiting');
    expect(wantsSlot(beside.session)).toBe('answered');
    const [admitted] = recordWorld(beside.session, { type: 'admitted' }, context(60));
    expect(admitted && react(beside.session, admitted, beside.session)).toEqual([]);
    const after = play({}, [
      ...working,
      steps.tool(),
      steps.asked(),
      steps.tool('t2'),
      { world: { type: 'admitted' } },
    ]);
    expect(after.session.phase.name).toBe('working');
  });

  it('make it wait when the tool within which they are asked has nothing else to do', () => {
    const { session } = play({}, [...working, steps.tool('outer'), steps.tool('t1', 'outer'), steps.asked()]);
    expect(session.phase.name).toBe('waiting');
  });

  it('are withdrawn when the turn ends, and cannot be answered then', () => {
    const { session, last } = play({}, [
      ...working,
      steps.asked(),
      { command: { type: 'interrupt', session: 's1' } },
      { agent: { type: 'turn_ended', result: { kind: 'interrupted' } } },
    ]);
    expect(kinds(last)).toEqual(['approval.withdrawn', 'turn.ended', 'session.idled']);
    const late = decide(session, { type: 'approve', approval: 'anone' }, { ...context(), by: 'x' });
    expect(late).toMatchObject({ ok: false, error: { code: 'answered' } });
  });

  it('are not asked if a rule decides, and the agent gets the reason of a denial', () => {
    const deny = { ...context().settings };
    deny.policy = { ...deny.policy, deny: [{ rule: 'Bash(rm:*)', source: 'config.yaml', root: '/' }] };
    const { last } = play({}, [...working, steps.asked()], { settings: deny });
    expect(last).toMatchObject([
      { kind: 'policy.decided', data: { verdict: { decision: 'deny', rule: 'Bash(rm:*)' } } },
    ]);
    const [event] = last;
    if (!event) throw new Error('nothing');
    const { session } = play({}, working);
    expect(react(session, event, session)).toMatchObject([
      { request: { answer: { kind: 'deny', message: expect.stringContaining('Bash(rm:*)') as string } } },
    ]);
  });
});

describe('unwanted ends', () => {
  it.each([
    [steps.exited(1, null, 'SIGKILL'), 'the agent was killed by SIGKILL', 'killed'],
    [steps.exited(1, 3), 'the agent ended with status 3 in the middle of a turn', 'crashed'],
    [steps.exited(1, null), 'the agent was gone when fairlead came back', 'lost'],
  ])('fail with a reason: %j', (exit, reason, failure) => {
    const { session } = play({}, [...working, exit, steps.stopped]);
    expect(viewOf(session)).toMatchObject({ status: 'failed', reason, outcome: { failure } });
  });

  it('restart if configured, and stop after three in ten minutes', () => {
    const lost = (launch: number) => [
      steps.exited(launch, null, 'SIGKILL'),
      steps.launched(launch + 1),
      steps.ready(true),
    ];
    const once = play({ auto_continue: true }, [...working, ...lost(1)]);
    expect(once.session).toMatchObject({ phase: { name: 'working' }, launches: 2, turn: { number: 1 } });
    expect(kinds(once.last)).toEqual(['agent.ready', 'turn.started']);
    const often = play({ auto_continue: true }, [
      ...working,
      ...lost(1),
      ...lost(2),
      ...lost(3),
      steps.exited(4, null, 'SIGKILL'),
    ]);
    expect(kinds(often.last)).toContain('session.stopping');
  });

  it('of a launch that is over change nothing', () => {
    const { last } = play({}, [...working, steps.exited(7, 1)]);
    expect(last).toEqual([]);
  });
});

describe('stopping', () => {
  it('is stopped, never completed, and ends once', () => {
    const { session, pendingEvents } = play({}, [
      ...working,
      { command: { type: 'stop', target: 's1' } },
      steps.completed,
      { command: { type: 'stop', target: 's1' } },
      steps.stopped,
      steps.stopped,
    ]);
    expect(viewOf(session)).toMatchObject({ status: 'failed', reason: 'stopped by maria' });
    expect(kinds(pendingEvents).filter((kind) => kind === 'session.ended')).toHaveLength(1);
  });

  it('can be continued: same session, next epoch', () => {
    const { session } = play({}, [
      ...working,
      { command: { type: 'stop', target: 's1' } },
      steps.stopped,
      { command: { type: 'continue', session: 's1', text: 'again' } },
      steps.admitted,
    ]);
    expect(session).toMatchObject({ epoch: 2, phase: { name: 'starting' }, launches: 2 });
  });

  it('before the agent got its task sends the task when it is continued', () => {
    const stopped: Step[] = [{ command: { type: 'stop', target: 's1' } }, steps.stopped];
    const again: Step = { command: { type: 'continue', session: 's1', text: 'now do it' } };
    const unheard = play({ task: 'Fix the door' }, [...stopped, again]);
    expect(unheard.session.prompts).toMatchObject([{ text: 'Fix the door\n\nnow do it' }]);
    const heard = play({ task: 'Fix the door' }, [...working, ...stopped, again]);
    expect(heard.session.prompts).toMatchObject([{ text: 'now do it' }]);
  });
});

describe('pausing', () => {
  it('waits after the turn, gives the slot back, and continues with the proof', () => {
    const paused = play({}, [...working, { command: { type: 'pause', target: 's1' } }, steps.completed]);
    expect(viewOf(paused.session)).toMatchObject({ phase: 'paused', status: 'running' });
    expect(holdsSlot(paused.session)).toBe(false);
    const resumed = play({}, [
      ...working,
      { command: { type: 'pause', target: 's1' } },
      steps.completed,
      { command: { type: 'resume', target: 's1' } },
      steps.admitted,
    ]);
    expect(kinds(resumed.last)).toEqual(['session.admitted', 'proof.started']);
  });

  it('stops an idle process after a while, and starts it again for the next prompt', () => {
    const { session, last } = play(
      {},
      [
        ...working,
        { command: { type: 'pause', target: 's1' } },
        steps.completed,
        { world: { type: 'deadline', kind: 'release' } },
      ],
      { settings: { ...context().settings, idle_time_s: 1 } },
    );
    expect(kinds(last)).toEqual(['process.releasing']);
    const gone = recordWorld(
      session,
      { type: 'exited', launch: 1, code: 0, signal: null, last_words: null },
      context(99),
    );
    expect(kinds(gone)).toEqual(['process.exited']);
  });
});

describe('limits', () => {
  it('end a session that has cost too much', () => {
    const usage = {
      type: 'usage',
      usage: { input_tokens: 1, output_tokens: 1, cost_usd: 2, model: null },
    } as const;
    const { session } = play({ max_cost_usd: 3 }, [
      ...working,
      { agent: usage },
      { agent: usage },
      steps.stopped,
    ]);
    expect(viewOf(session)).toMatchObject({
      reason: 'reached its limit of $3 (spent $4.00)',
      outcome: { failure: 'budget' },
    });
  });

  it('end a session that used too many tokens; a new epoch starts at zero', () => {
    const usage = (input_tokens: number): Step => ({
      agent: {
        type: 'usage',
        usage: { input_tokens, output_tokens: 5, cost_usd: 0, model: null },
      },
    });
    const spent: Step[] = [...working, usage(10), usage(90), steps.stopped];
    const { session } = play({ max_tokens: 100 }, spent);
    expect(viewOf(session)).toMatchObject({
      reason: 'reached its limit of 100 tokens (used 110)',
      outcome: { failure: 'budget' },
      attention: ['budget'],
    });
    const again: Step = { command: { type: 'continue', session: 's1', text: 'once more' } };
    const next = play({ max_tokens: 100 }, [...spent, again, steps.admitted, usage(90)]);
    expect(next.session.phase.name).not.toBe('stopping');
  });

  it('end a session that has worked too long, but only when it has', () => {
    const early = play({ max_time_s: 60 }, [...working, { world: { type: 'deadline', kind: 'time' } }]);
    expect(early.last).toEqual([]);
    const late = recordWorld(early.session, { type: 'deadline', kind: 'time' }, context(100));
    expect(kinds(late)).toContain('session.stopping');
  });
});

describe('commands at the wrong time', () => {
  it.each([
    [{ type: 'interrupt', session: 's1' }, [], 'wrong_phase'],
    [{ type: 'continue', session: 's1', text: 'x' }, working, 'wrong_phase'],
    [{ type: 'resume', target: 's1' }, working, 'wrong_phase'],
    [{ type: 'remove', session: 's1' }, working, 'wrong_phase'],
    [{ type: 'undo' }, working, 'wrong_phase'],
    [{ type: 'merge', target: 's1' }, [], 'wrong_phase'],
    [{ type: 'approve', approval: 'a1' }, working, 'answered'],
  ] as const)('is refused: %j', (command, before, code) => {
    const { session } = play({}, before);
    const decided = decide(session, command, { ...context(), by: 'maria' });
    expect(decided).toMatchObject({ ok: false, error: { code } });
    if (!decided.ok) expect(decided.error.next).not.toBe('');
  });

  it('cannot interrupt an agent that cannot be interrupted', () => {
    const { session } = play({}, working);
    const around = context();
    const capabilities = { ...around.capabilities, interrupt: false };
    const decided = decide(
      session,
      { type: 'interrupt', session: 's1' },
      { ...around, capabilities, by: 'x' },
    );
    expect(decided).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  });
});

describe('workspace tasks', () => {
  const ended = [...working, steps.completed, steps.proved(), steps.stopped];

  it('removes and restores, one at a time', () => {
    const removing = play({}, [...ended, { command: { type: 'remove', session: 's1' } }]);
    const again = decide(removing.session, { type: 'remove', session: 's1' }, { ...context(), by: 'x' });
    expect(again).toMatchObject({ ok: false, error: { code: 'busy' } });
    const back = play({}, [
      ...ended,
      { command: { type: 'remove', session: 's1' } },
      { world: { type: 'removed', salvage: { ref: 'refs/x', branch: 'b', tip: 't' } } },
      { command: { type: 'undo' } },
      { world: { type: 'restored', workspace: null } },
    ]);
    expect(kinds(back.pendingEvents).slice(-4)).toEqual([
      'upkeep.started',
      'session.removed',
      'upkeep.started',
      'session.restored',
    ]);
    expect(back.session.removed).toBe(false);
  });

  it('sends nothing to a session whose workspace is removed', () => {
    const { session } = play({}, [
      ...ended,
      { command: { type: 'remove', session: 's1' } },
      { world: { type: 'removed', salvage: null } },
    ]);
    expect(
      decide(session, { type: 'continue', session: 's1', text: 'x' }, { ...context(), by: 'x' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'wrong_phase' },
    });
  });
});

describe('react', () => {
  it('asks an agent to end only if it is ready', () => {
    const { session } = play({}, working);
    const stopping = pendingEvent('session.stopping', {
      outcome: { kind: 'stopped', by: 'x' },
      force: false,
    });
    expect(react(session, stopping, session)).toEqual([
      { kind: 'tell', request: { type: 'end' } },
      { kind: 'stop', force: false },
    ]);
    const early = play({}, [steps.admitted, steps.prepared]).session;
    expect(react(early, stopping, early)).toEqual([{ kind: 'stop', force: false }]);
  });
});

describe('a call that is made elsewhere', () => {
  const deny = [{ rule: 'Read(vault/key)', source: 'c', root: '/repo' }];
  const settings = { ...context().settings, policy: { ...context().settings.policy, deny } };
  const reads = (cwd?: string): Step => ({
    agent: {
      type: 'permission_asked',
      request: 'r1',
      tool_call: 't1',
      tool: 'Bash',
      title: 'cat key',
      input: { command: 'cat key' },
      ...(cwd !== undefined && { cwd }),
      preflight: false,
      question: false,
    },
  });

  it('is judged from there: to change the directory first gets past no rule', () => {
    const verdictOf = (cwd?: string) =>
      play({}, [...working, reads(cwd)], { settings }).last.map(({ kind, data }) =>
        kind === 'policy.decided' ? data.verdict.decision : kind,
      );
    expect(verdictOf()).toEqual(['allow']);
    expect(verdictOf('/srv/s1/vault')).toEqual(['deny']);
    expect(verdictOf('/etc')).toEqual(['approval.asked']);
  });

  it('is no sibling of the same call in another directory', () => {
    const { session } = play({}, [...working, reads('/etc')], { settings });
    const [ask] = session.asks;
    if (!ask) throw new Error('nothing is asked');
    expect(ask.approval.cwd).toBe('/etc');
    const answered = (place: string, siblings = [ask.approval.id]) =>
      recordWorld(
        session,
        {
          type: 'sibling_answered',
          approval: { ...ask.approval, id: 'other', status: 'allowed' },
          place,
          message: null,
          by: 'maria',
          siblings,
        },
        context(99, { settings }),
      );
    expect(answered('')).toEqual([]);
    expect(answered('/etc')).toMatchObject([{ data: { status: 'allowed' } }]);
    expect(answered('/etc', []), 'one that came after the answer').toEqual([]);
  });
});
