import { statSync } from 'node:fs';
import { err, ok, type Result } from '../../../base/result.ts';
import { readLaunch } from '../../../host/process/launch-record.ts';
import { callBox, hookFile, makeCallBox } from '../../../host/process/preflight/call-box.ts';
import { bubblewrapped } from '../../../host/process/sandbox/bubblewrap.ts';
import { startShim } from '../../../host/process/shim.ts';
import type { WorldFact } from '../../../core/session/world-fact.ts';
import type { Guard } from '../../../core/session/confinement.ts';
import { markerOf } from '../../deps.ts';
import { refuseUntrustedConfig } from '../../workspace/repo-config.ts';
import { guardOf, isWatched } from '../../workspace/confinement.ts';
import { saveBaseline } from '../../workspace/guard.ts';
import { planSandbox } from '../../workspace/sandbox-plan.ts';
import type { JournalEffect } from '../transaction.ts';
import type { EffectContext, Handler } from './handler.ts';

type LaunchEffect = Extract<JournalEffect, { kind: 'launch' }>;
type Failed = Extract<WorldFact, { type: 'launch_failed' }>;

/**
 * Starts the agent. The shim accepts each launch once, so a retry starts nothing twice. Fails if the workspace is
 * missing: otherwise the agent could run in the user's own checkout.
 */
export const launch: Handler<LaunchEffect> = {
  cancellable: true,
  async run(effect, context) {
    const { cell, keeper, dir, launching, signal } = context;
    const planned = await planLaunch(effect, context);
    if (!planned.ok) return planned.error;
    const { argv, env, guard } = planned.value;

    // A retried launch may already be running. Then the baseline from before its start must stay.
    if (!readLaunch(dir, effect.launch).claimed) await saveBaseline(context);
    const permit = await launching.take(signal);
    void cell
      .until(({ phase }) => phase.name !== 'starting', signal)
      .then(
        () => permit[Symbol.dispose](),
        () => permit[Symbol.dispose](),
      );
    // When a session is being stopped, its processes were already searched for. One that starts now would be missed.
    signal.throwIfAborted();
    const { cwd } = effect.request;
    await startShim({ dir, number: effect.launch, inputFrom: effect.input_from, argv, env, cwd });
    keeper.wake();
    return { type: 'guarded', launch: effect.launch, ...guard };
  },
  failed: ({ launch: number }, reason) => failed(number, 'launch', reason),
};

interface LaunchPlan {
  argv: readonly string[];
  env: Record<string, string>;
  guard: Guard;
}

/** Prepares everything that the agent needs, or returns the reason why it must not start. */
async function planLaunch(
  effect: LaunchEffect,
  { deps, cell, dir }: EffectContext,
): Promise<Result<LaunchPlan, Failed>> {
  const { launch: number } = effect;
  const { spec } = cell.session;
  const { cwd } = effect.request;
  const settings = await deps.configuration.inForce(spec.repo);
  const configured = settings.agents[spec.agent];
  const adapter = configured && deps.adapters.get(configured.protocol);
  if (!adapter) return err(failed(number, 'launch', `the agent "${spec.agent}" is not configured any more`));
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
    return err(failed(number, 'launch', `its workspace ${cwd} is gone`));

  // The base may differ from the user's checkout, and an earlier turn may have changed files that the agent autoloads.
  const place = { agent: spec.agent, directory: cwd, repo: spec.repo, settings };
  const untrusted = await refuseUntrustedConfig(deps, place);
  if (untrusted) return err(failed(number, 'guard', `${untrusted.message}; ${untrusted.next}`));
  const guard = await guardOf(deps, settings, { agent: spec.agent, watched: isWatched(spec) });
  if (!guard.ok) return err(failed(number, 'configuration', `${guard.error.message}; ${guard.error.next}`));

  const box = callBox(dir, number);
  const request = { ...effect.request, agent: { name: spec.agent, ...configured } };
  const started = adapter.launch(request, { box, script: hookFile(box) });
  if (started.box) await makeCallBox(box, started.box);
  const [name = '', value = ''] = markerOf(cell.id).split('=');
  const markers = { [name]: value, FAIRLEAD_LAUNCH: String(number) };
  const env = { ...deps.env, ...configured.env, ...started.env, ...markers };
  const { argv } = started;
  if (!guard.value.sandbox) return ok({ argv, env, guard: guard.value });

  const own = adapter.ownFiles(configured.like, env);
  const launching = { session: cell.session, settings, dir, box: started.box && box, cwd, argv, env, own };
  const plan = await planSandbox(deps, launching);
  if (!plan.ok) return err(failed(number, 'launch', `the sandbox cannot be made: ${plan.error}`));
  // A temporary directory at another path outside the sandbox is not writable inside it.
  return ok({
    argv: bubblewrapped(argv, plan.value),
    env: { ...env, TMPDIR: '/tmp' },
    guard: guard.value,
  });
}

function failed(number: number, failure: Failed['failure'], reason: string): Failed {
  return { type: 'launch_failed', launch: number, failure, reason };
}
