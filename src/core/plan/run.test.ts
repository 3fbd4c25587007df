import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanUnit } from '../../contract/plan.ts';
import type { RunSpec } from '../../contract/run.ts';
import type { Outcome } from '../../contract/session.ts';
import { planOf, runSpec, unit } from '../../../test/support/run-scene.ts';
import { decideRun } from './decide.ts';
import { advanceRun, evolveRun } from './evolve.ts';
import { graphOf } from './graph.ts';
import { initialRun } from './initial.ts';
import { lint } from './lint.ts';
import { nextStep } from './next-step.ts';
import { recordRun, type RunFact } from './record.ts';
import { reactRun, type RunEffect } from './react.ts';
import { pendingEvent, outagesOf, type Run, type PendingRunEvent } from './state.ts';
import { emptyTally, recount, type Tally } from './tally.ts';
import { progressOf } from './view.ts';

const at = '2026-01-01T00:00:00.000Z';

/** A run and its environment, driven by facts. */
function drive(units: PlanUnit[], change: Partial<RunSpec> = {}) {
  let run = initialRun('r1', { spec: { ...runSpec, ...change }, plan: planOf(units) }, at);
  const log: PendingRunEvent[] = [];
  const effects: RunEffect[] = [];
  let sessions = 0;
  const apply = (pendingEvents: PendingRunEvent[]) => {
    for (const entry of pendingEvents) {
      const before = run;
      run = evolveRun(run, entry, at);
      log.push(entry);
      effects.push(...reactRun(before, entry, run));
    }
  };
  const settle = () => {
    for (;;) {
      const pendingEvents = nextStep(run, `s${sessions + 1}`);
      if (pendingEvents.length === 0) return;
      if (pendingEvents.some(({ kind }) => kind === 'unit.started')) sessions += 1;
      apply(pendingEvents);
    }
  };
  const scene = {
    log,
    effects,
    get run() {
      return run;
    },
    fact(fact: RunFact) {
      apply(recordRun(run, fact));
      settle();
    },
    command(...[command]: [Parameters<typeof decideRun>[1]]) {
      const decided = decideRun(run, command, 'maria');
      if (decided.ok) apply(decided.value);
      settle();
      return decided;
    },
    kinds: () => log.map(({ kind }) => kind),
    session: (id: string) => run.units[run.place.get(id) ?? -1]?.session_id ?? '',
    phase: (id: string) => run.units[run.place.get(id) ?? -1]?.phase,
    complete(id: string) {
      scene.fact({ type: 'session_ended', session_id: scene.session(id), outcome: completed });
      scene.fact({ type: 'unit_merged', session_id: scene.session(id), commit: id, tip: `tip-${id}` });
    },
  };
  apply([pendingEvent('run.branched', { branch: 'fairlead/test' })]);
  settle();
  return scene;
}

const completed: Outcome = {
  kind: 'completed',
  evidence: { commits: 1, files_changed: 1, statement: null, gates: [] },
};
const failed: Outcome = { kind: 'failed', failure: 'gate', reason: 'gate failed: npm test' };
const working = (run: Run) =>
  run.plan.units.filter((_, index) => run.units[index]?.phase.name === 'working').map(({ id }) => id);

describe('a run', () => {
  it('starts all units that it can, and a dependent only with its dependencies merged', () => {
    const scene = drive([unit('a'), unit('b'), unit('c', { depends_on: ['a', 'b'] })]);
    expect(working(scene.run)).toEqual(['a', 'b']);
    scene.complete('a');
    expect(working(scene.run)).toEqual(['b']);
    scene.fact({ type: 'session_ended', session_id: scene.session('b'), outcome: completed });
    expect(working(scene.run)).toEqual([]);
    scene.fact({ type: 'unit_merged', session_id: scene.session('b'), commit: 'm', tip: 'tip-b' });
    expect(scene.effects.at(-1)).toMatchObject({ kind: 'start', unit: 'c', base_commit: 'tip-b' });
    scene.complete('c');
    expect(scene.run.phase).toMatchObject({ name: 'ended', status: 'completed' });
    expect(scene.kinds().filter((kind) => kind === 'wave.completed')).toHaveLength(2);
  });

  it('starts the unit with the longest chain of dependents first', () => {
    const scene = drive([unit('z'), unit('a'), unit('b', { depends_on: ['a'] })], { max_parallel: 1 });
    expect(working(scene.run)).toEqual(['a']);
  });

  it('waits for the whole wave only with barriers', () => {
    const units = [unit('a'), unit('b'), unit('c', { depends_on: ['a'] })];
    const slots = drive(units);
    slots.complete('a');
    expect(working(slots.run)).toEqual(['b', 'c']);
    const barrier = drive(units, { waves: 'barrier' });
    barrier.complete('a');
    expect(working(barrier.run)).toEqual(['b']);
    barrier.complete('b');
    expect(working(barrier.run)).toEqual(['c']);
  });

  it('runs units with common files one after another, whatever the result of the first', () => {
    const units = [unit('a', { files: ['src/x.ts'] }), unit('b', { files: ['src/'] }), unit('c')];
    const scene = drive(units, { max_parallel: 3 });
    expect(working(scene.run)).toEqual(['a', 'c']);
    scene.fact({ type: 'session_ended', session_id: scene.session('a'), outcome: failed });
    expect(working(scene.run)).toEqual(['b', 'c']);
    expect(working(drive(units, { max_parallel: 3, allow_overlap: true }).run)).toEqual(['a', 'b', 'c']);
  });

  it('skips only the units that depend on a failed one, and retries both', () => {
    const scene = drive([
      unit('a'),
      unit('b', { depends_on: ['a'] }),
      unit('c', { depends_on: ['b'] }),
      unit('d'),
    ]);
    scene.fact({ type: 'session_ended', session_id: scene.session('a'), outcome: failed });
    expect(scene.phase('c')).toEqual({ name: 'skipped', reason: 'a failed, which it depends on' });
    scene.complete('d');
    expect(scene.run.phase).toMatchObject({ status: 'failed', reason: '1 of 4 units failed: a' });
    const first = scene.session('a');
    expect(scene.command({ type: 'retry', unit: null }).ok).toBe(true);
    expect(working(scene.run)).toEqual(['a']);
    expect(scene.session('a')).not.toBe(first);
    for (const id of ['a', 'b', 'c']) scene.complete(id);
    expect(scene.run.phase).toMatchObject({ name: 'ended', status: 'completed' });
  });

  it('asks for a missing login, and one approval continues all units of that agent', () => {
    const scene = drive([unit('a'), unit('b'), unit('c', { agent: 'codex' })], { max_parallel: 3 });
    const auth: Outcome = { kind: 'failed', failure: 'auth', reason: 'who are you' };
    for (const id of ['a', 'b', 'c'])
      scene.fact({ type: 'session_ended', session_id: scene.session(id), outcome: auth });
    const outages = () => outagesOf(scene.run).map(({ agent, unit }) => `${agent} ${unit}`);
    expect(outages()).toEqual(['scripted a', 'scripted b', 'codex c']);
    const [first, second] = [scene.session('a'), scene.session('b')];
    scene.command({ type: 'answer', unit: 'b', accepted: true, text: null });
    expect(outages()).toEqual(['codex c']);
    expect(working(scene.run)).toEqual(['a', 'b']);
    expect([scene.session('a'), scene.session('b')], 'with their own sessions').toEqual([first, second]);
    scene.command({ type: 'answer', unit: 'c', accepted: false, text: null });
    expect(outages()).toEqual([]);
    expect(scene.phase('c')).toMatchObject({ name: 'failed' });
  });

  it('retries a unit in the same session when its agent was lost, a bounded number of times', () => {
    const scene = drive([unit('a')]);
    const session = scene.session('a');
    const lost: Outcome = { kind: 'failed', failure: 'lost', reason: 'gone' };
    for (const attempt of [1, 2, 3]) {
      expect(scene.run.units[0]).toMatchObject({ attempts: attempt, session_id: session });
      scene.fact({ type: 'session_ended', session_id: session, outcome: lost });
    }
    expect(scene.phase('a')).toEqual({ name: 'failed', reason: 'gone' });
    expect(scene.effects.filter(({ kind }) => kind === 'start')).toMatchObject([
      { goes_on: false },
      { goes_on: true },
      { goes_on: true },
    ]);
  });

  it('asks a person before, after, or instead of an agent', () => {
    const scene = drive([
      unit('choose', { steps: [{ title: 'which colour?', kind: 'decide', done: false }] }),
      unit('look', { steps: [{ title: 'is it blue?', kind: 'verify', done: false }] }),
      unit('sign', { kind: 'act' }),
    ]);
    expect(scene.phase('choose')).toMatchObject({ name: 'asking', before: 'start' });
    expect(scene.phase('sign')).toMatchObject({ name: 'asking', before: 'end' });
    expect(working(scene.run)).toEqual(['look']);
    scene.command({ type: 'answer', unit: 'choose', accepted: true, text: 'blue' });
    expect(scene.effects.at(-1)).toMatchObject({
      kind: 'start',
      task: expect.stringContaining('blue') as string,
    });
    scene.fact({ type: 'session_ended', session_id: scene.session('look'), outcome: completed });
    scene.command({ type: 'answer', unit: 'look', accepted: false, text: 'it is green' });
    expect(scene.effects.at(-1)).toMatchObject({ kind: 'send_back', text: 'it is green' });
    scene.fact({ type: 'session_ended', session_id: scene.session('look'), outcome: completed });
    scene.command({ type: 'answer', unit: 'look', accepted: true, text: null });
    expect(scene.effects.at(-1)).toMatchObject({ kind: 'merge_unit', unit: 'look' });
    scene.command({ type: 'answer', unit: 'sign', accepted: false, text: null });
    expect(scene.phase('sign')).toMatchObject({ name: 'failed', reason: 'refused by maria: unit sign' });
  });

  it('gives the place of a unit that waits for a person to another one', () => {
    const scene = drive([unit('a'), unit('b')], { max_parallel: 1 });
    scene.fact({
      type: 'session_moved',
      session_id: scene.session('a'),
      to: 'needs_person',
      why: 'approval',
    });
    expect(working(scene.run)).toEqual(['a', 'b']);
  });

  it('sends a conflict back to its session, then to a person', () => {
    const scene = drive([unit('a')]);
    const conflict: RunFact = { type: 'unit_conflicted', session_id: 's1', reason: 'in x', text: '<<<' };
    for (const _ of [1, 2]) {
      scene.fact({ type: 'session_ended', session_id: 's1', outcome: completed });
      scene.fact(conflict);
      expect(scene.effects.at(-1)).toMatchObject({ kind: 'send_back', session_id: 's1' });
    }
    scene.fact({ type: 'session_ended', session_id: 's1', outcome: completed });
    scene.fact(conflict);
    expect(scene.phase('a')).toMatchObject({ name: 'asking', before: 'merge' });
  });

  it('waits when paused, continues when resumed, and is stopped when nothing is running', () => {
    const scene = drive([unit('a'), unit('b')], { max_parallel: 1 });
    scene.command({ type: 'pause', now: false });
    scene.complete('a');
    expect(working(scene.run)).toEqual([]);
    scene.command({ type: 'resume' });
    expect(working(scene.run)).toEqual(['b']);
    scene.command({ type: 'stop', force: false });
    expect(scene.run.phase.name).toBe('stopping');
    scene.fact({
      type: 'session_ended',
      session_id: scene.session('b'),
      outcome: { kind: 'stopped', by: 'maria' },
    });
    expect(scene.run.phase).toMatchObject({ name: 'ended', status: 'stopped' });
    const session = scene.session('b');
    scene.command({ type: 'resume' });
    expect(scene.effects.at(-1)).toMatchObject({ kind: 'start', goes_on: true, session_id: session });
  });

  it('counts the time that it is under way, and no pause', () => {
    const at = (minute: number) => `2026-01-01T00:0${minute}:00.000Z`;
    const start = initialRun('r1', { spec: runSpec, plan: planOf([unit('a')]) }, at(0));
    const steps: [PendingRunEvent, number][] = [
      [pendingEvent('run.branched', { branch: 'b' }), 1],
      [pendingEvent('run.paused', { by: 'm', now: false }), 2],
      [pendingEvent('run.resumed', { by: 'm' }), 5],
      [pendingEvent('run.ended', { status: 'stopped', reason: null }), 6],
      [pendingEvent('run.reopened', { by: 'm' }), 8],
    ];
    const run = steps.reduce((state, [entry, minute]) => evolveRun(state, entry, at(minute)), start);
    expect(run).toMatchObject({ worked_ms: 180_000, under_way_since: at(8) });
  });

  it('continues turns that a pause cancelled, and pauses for its budget only once', () => {
    const spent = (cost_usd: number) => ({ cost_usd, tokens: 0, time_s: 0 });
    const scene = drive([unit('a'), unit('b', { depends_on: ['a'] })], { max_cost_usd: 2 });
    scene.fact({ type: 'spent', spent: spent(2) });
    expect(scene.run.phase.name).toBe('running');
    scene.fact({ type: 'spent', spent: spent(2.01) });
    expect(scene.run.phase.name).toBe('paused');
    expect(scene.effects.at(-1)).toEqual({ kind: 'interrupt_sessions', sessions: [scene.session('a')] });
    scene.command({ type: 'resume' });
    expect(scene.effects.at(-1)).toEqual({ kind: 'go_on', sessions: [scene.session('a')] });
    scene.fact({ type: 'spent', spent: spent(3) });
    expect(scene.run.phase.name, 'whoever resumes it wants it to go on all the same').toBe('running');
    scene.complete('a');
    expect(working(scene.run)).toEqual(['b']);
  });

  it('reverts the work of a unit and of its dependents, and does them again', () => {
    const scene = drive([unit('a'), unit('b', { depends_on: ['a'] }), unit('c')]);
    for (const id of ['a', 'c', 'b']) scene.complete(id);
    expect(scene.run.phase).toMatchObject({ name: 'ended', status: 'completed' });
    expect(scene.command({ type: 'rollback', unit: null }).ok, 'nothing was merged').toBe(false);
    expect(scene.command({ type: 'rollback', unit: 'zz' }).ok).toBe(false);
    scene.command({ type: 'rollback', unit: 'a' });
    expect(scene.effects.at(-1)).toMatchObject({ kind: 'wrap_up', task: { kind: 'rollback', unit: 'a' } });
    expect(scene.command({ type: 'rollback', unit: 'c' }).ok, 'one thing at a time').toBe(false);
    scene.fact({ type: 'rolled_back', into: 'fairlead/test', from: 't', commit: 'back', units: ['a', 'b'] });
    expect(scene.phase('a')).toEqual({ name: 'failed', reason: 'rolled back by maria' });
    expect(scene.phase('c')).toMatchObject({ name: 'completed' });
    expect(scene.run).toMatchObject({ branch: { tip: 'back' }, phase: { status: 'failed', upkeep: null } });
    scene.command({ type: 'retry', unit: 'a' });
    expect(working(scene.run)).toEqual(['a']);
    expect(scene.effects.at(-1)).toMatchObject({ kind: 'start', unit: 'a', base_commit: 'back' });
    for (const id of ['a', 'b']) scene.complete(id);
    expect(scene.run.phase).toMatchObject({ status: 'completed' });
    scene.command({ type: 'merge', into: 'main', strategy: null });
    scene.fact({ type: 'merged', into: 'main', from: 'm0', commit: 'm1', strategy: 'merge' });
    expect(scene.command({ type: 'rollback', unit: null }).ok).toBe(true);
    scene.fact({ type: 'rolled_back', into: 'main', from: 'm1', commit: 'm2', units: [] });
    expect(scene.run).toMatchObject({ merged: null, phase: { status: 'completed', upkeep: null } });
    expect(scene.command({ type: 'rollback', unit: null }).ok, 'once only').toBe(false);
  });

  it('is not resumed once its work was abandoned, but starts over if there was none', () => {
    const abandon = (scene: ReturnType<typeof drive>) => {
      scene.command({ type: 'abandon' });
      scene.fact({ type: 'abandoned', tag: 'fairlead/archive/test' });
    };
    const built = drive([unit('a'), unit('b')]);
    built.complete('a');
    built.fact({ type: 'session_ended', session_id: built.session('b'), outcome: failed });
    abandon(built);
    const refused = built.command({ type: 'retry', unit: null });
    expect(refused).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('its integration branch was abandoned') as string },
    });
    const empty = drive([unit('a')]);
    empty.fact({ type: 'session_ended', session_id: empty.session('a'), outcome: failed });
    abandon(empty);
    expect(empty.command({ type: 'retry', unit: null }).ok).toBe(true);
    expect(empty.effects.at(-1)).toEqual({ kind: 'branch' });
    empty.fact({ type: 'branched', branch: 'fairlead/test' });
    expect(working(empty.run)).toEqual(['a']);
  });

  it('does not repeat units that its document marks as done', () => {
    const scene = drive([unit('a', { done: true }), unit('b', { depends_on: ['a'] })]);
    expect(working(scene.run)).toEqual(['b']);
    expect(progressOf(scene.run)).toMatchObject({ completed: 1, running: 1, total: 2, percent: 50 });
  });

  it('estimates the remaining time from ended units and the longest path to the end', () => {
    const chain = [unit('a'), unit('b', { depends_on: ['a'] }), unit('c', { depends_on: ['b'] })];
    const scene = drive([...chain, unit('d')]);
    expect(progressOf(scene.run).remaining_s).toBeNull();
    const { run } = scene;
    const over = advanceRun(
      run,
      [pendingEvent('unit.completed', { unit: 'a', commit: 'c', tip: 'c' })],
      '2026-01-01T00:01:00.000Z',
    );
    // Two of a minute each, one after the other; the third fits beside them.
    expect(progressOf(over).remaining_s).toBe(120);
  });
});

describe('any run', () => {
  const anyPlan = fc
    .array(fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), fc.nat(3)), { minLength: 1, maxLength: 12 })
    .map((entries) =>
      entries.map(([needs, file], index) =>
        unit(`u${index}`, {
          depends_on: index === 0 ? [] : [...new Set(needs.map((need) => `u${need % index}`))],
          files: file === 0 ? [] : [`f${file}`],
        }),
      ),
    );
  const luck = fc.array(fc.constantFrom(...fates), { maxLength: 200 });

  it('never breaks an order, never doubles an attempt, never takes too many places, and ends', () => {
    fc.assert(
      fc.property(
        anyPlan,
        luck,
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('slots', 'barrier'),
        (units, lot, max_parallel, waves) => {
          const scene = drive(units, { max_parallel, waves });
          for (let turn = 0; scene.run.phase.name !== 'ended'; turn += 1) {
            expect(turn).toBeLessThan(1_000);
            expectSound(scene.run, max_parallel);
            meetFate(scene, units, lot[turn] ?? 'completed', turn);
          }
          const { run } = scene;
          expect(
            run.units.every(({ phase }) => ['completed', 'failed', 'skipped'].includes(phase.name)),
          ).toBe(true);
          // State is the fold of the log.
          const folded = advanceRun(initialRun('r1', { spec: run.spec, plan: run.plan }, at), scene.log, at);
          expect(folded).toEqual(run);
        },
      ),
      { numRuns: 300 },
    );
  });
});

const fates = ['completed', 'failed', 'lost', 'waits', 'conflict', 'pause', 'stop'] as const;
type Fate = (typeof fates)[number];
type Scene = ReturnType<typeof drive>;

const longest = ({ ahead }: Tally) => ahead.findLastIndex((units) => units > 0);

function liveUnits({ units }: Run) {
  return units.filter(({ phase }) => phase.name === 'working' || phase.name === 'merging');
}

function expectSound(run: Run, max_parallel: number): void {
  const live = liveUnits(run);
  expect(run.active).toBeLessThanOrEqual(max_parallel + live.length);
  expect(new Set(live.map(({ session_id }) => session_id)).size).toBe(live.length);
  for (const [index, { phase }] of run.units.entries())
    if (phase.name === 'working' || phase.name === 'merging')
      for (const need of run.graph.needs[index] ?? []) expect(run.units[need]?.phase.name).toBe('completed');
  // Kept incrementally through every change, so compared with a full count.
  expect(run.ready).toHaveLength(run.units.filter(({ phase }) => phase.name === 'ready').length);
  expect(run.open.reduce((sum, left) => sum + left, 0)).toBe(
    run.units.filter(({ phase }) => !['completed', 'failed', 'skipped'].includes(phase.name)).length,
  );
  const tally = run.units.reduce(
    (sums, unit, index) => recount(sums, unit, run.graph.weight[index] ?? 1, 1),
    emptyTally,
  );
  expect({ ...run.tally, ahead: longest(run.tally) }).toEqual({ ...tally, ahead: longest(tally) });
  if (run.phase.name === 'running')
    expect(run.ready.length === 0 || run.active >= max_parallel, 'an idle slot').toBe(true);
}

function stopAndResume(scene: Scene): void {
  const live = liveUnits(scene.run);
  scene.command({ type: 'stop', force: false });
  for (const { session_id } of live)
    scene.fact({
      type: 'session_ended',
      session_id: session_id ?? '',
      outcome: { kind: 'stopped', by: 'm' },
    });
  for (const { session_id } of live)
    scene.fact({ type: 'unit_merged', session_id: session_id ?? '', commit: null, tip: 't' });
  expect(scene.run.phase.name).toBe('ended');
  scene.command({ type: 'resume' });
}

/** One step of agents and people, chosen by `fate`. */
function meetFate(scene: Scene, units: readonly PlanUnit[], fate: Fate, turn: number): void {
  const { run } = scene;
  const asked = run.units.findIndex(({ phase }) => phase.name === 'asking');
  const index = run.units.findIndex(({ phase }) => phase.name === 'working');
  const merging = run.units.findIndex(({ phase }) => phase.name === 'merging');
  const session = run.units[index]?.session_id ?? '';
  if (run.phase.name === 'paused') scene.command({ type: 'resume' });
  else if (fate === 'pause') scene.command({ type: 'pause', now: false });
  else if (fate === 'stop') stopAndResume(scene);
  else if (merging >= 0) {
    const session_id = run.units[merging]?.session_id ?? '';
    if (fate === 'conflict') scene.fact({ type: 'unit_conflicted', session_id, reason: 'r', text: '' });
    else scene.fact({ type: 'unit_merged', session_id, commit: 'c', tip: `t${turn}` });
  } else if (index >= 0) {
    if (fate === 'waits')
      scene.fact({ type: 'session_moved', session_id: session, to: 'needs_person', why: 'w' });
    const lost: Outcome = { kind: 'failed', failure: 'lost', reason: 'lost' };
    const outcome = fate === 'failed' ? failed : fate === 'lost' ? lost : completed;
    scene.fact({ type: 'session_ended', session_id: session, outcome });
  } else if (asked >= 0)
    scene.command({ type: 'answer', unit: units[asked]?.id ?? '', accepted: true, text: null });
}

describe('lint', () => {
  const problemsOf = (units: PlanUnit[]) => lint(planOf(units), graphOf(planOf(units), true));

  it('names a circle, and a unit that depends on itself', () => {
    const ring = [
      unit('a', { depends_on: ['c'] }),
      unit('b', { depends_on: ['a'] }),
      unit('c', { depends_on: ['b'] }),
    ];
    expect(problemsOf(ring)).toMatchObject([
      { severity: 'error', code: 'cycle', message: expect.stringMatching(/a → c → b → a/) as string },
      {},
      {},
      {},
    ]);
    expect(problemsOf([unit('a', { depends_on: ['a'], gate: ['x'] })])).toMatchObject([
      { code: 'cycle', message: 'unit a depends on itself: take that out' },
    ]);
  });

  it('names overlaps, contradicting waves and units without a gate', () => {
    const found = problemsOf([
      unit('a', { files: ['src/a.ts'], declared_wave: 1 }),
      unit('b', { files: ['src/a.ts'], declared_wave: 1, gate: ['npm test'] }),
      unit('c', { depends_on: ['a'], declared_wave: 1, gate: ['npm test'] }),
    ]);
    expect(found.map(({ code, unit: of }) => `${code} ${of}`)).toEqual([
      'wave_contradiction c',
      'overlap b',
      'no_gate a',
    ]);
  });

  it('does not report an overlap that is already in order, however far apart', () => {
    const chain = [
      unit('a', { files: ['x'], gate: ['t'] }),
      unit('b', { depends_on: ['a'], gate: ['t'] }),
      unit('c', { depends_on: ['b'], files: ['x'], gate: ['t'] }),
    ];
    expect(problemsOf(chain)).toEqual([]);
  });

  it('has something to say about nothing', () => {
    expect(problemsOf([])).toMatchObject([{ severity: 'error', code: 'empty' }]);
    expect(problemsOf([unit('a', { done: true })])).toMatchObject([
      { severity: 'warning', code: 'all_done' },
    ]);
  });
});
