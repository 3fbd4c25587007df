import { statSync } from 'node:fs';
import { readLaunch } from '../../host/process/launch-record.ts';
import { callBox, hookFile, makeCallBox } from '../../host/process/preflight/call-box.ts';
import { startShim } from '../../host/process/shim.ts';
import { markerOf } from '../deps.ts';
import { refuseBrought } from '../workspace/brought.ts';
import { takePicture } from '../workspace/guard.ts';
import type { JournalEffect } from '../transaction.ts';
import type { Handler } from './handler.ts';

/**
 * Starts the agent. The shim takes a launch once however often it is asked to, so trying again starts nothing twice.
 * Where the workspace is missing it fails: an agent must never find itself in the user's main checkout instead.
 */
export const launch: Handler<Extract<JournalEffect, { kind: 'launch' }>> = {
  recovery: 'replay',
  async run(effect, context) {
    const { deps, cell, keeper, dir, launching, signal } = context;
    const { spec } = cell.session;
    const settings = await deps.configuration.inForce(spec.repo);
    const configured = settings.agents[spec.agent];
    const adapter = configured && deps.adapters.get(configured.protocol);
    if (!adapter) return this.failed(effect, `the agent "${spec.agent}" is not configured any more`);
    const { cwd } = effect.request;
    if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
      return this.failed(effect, `its workspace ${cwd} is gone`);

    // The base may be another than the user's checkout, and an agent may have changed what the next one obeys.
    const brought = await refuseBrought(deps, {
      agent: spec.agent,
      directory: cwd,
      repo: spec.repo,
      settings,
    });
    if (brought)
      return {
        type: 'launch_failed',
        launch: effect.launch,
        failure: 'guard',
        reason: `${brought.message}; ${brought.next}`,
      };

    // A launch that is tried again may have begun already: then the picture is that of before it.
    if (!readLaunch(dir, effect.launch).claimed) await takePicture(context);
    const permit = await launching.take(signal);
    void cell
      .until(({ phase }) => phase.name !== 'starting', signal)
      .then(
        () => permit[Symbol.dispose](),
        () => permit[Symbol.dispose](),
      );
    const box = callBox(dir, effect.launch);
    const started = adapter.launch(
      { ...effect.request, agent: { name: spec.agent, ...configured } },
      { box, script: hookFile(box) },
    );
    const { argv, env } = started;
    if (started.box) await makeCallBox(box, started.box);
    const [name = '', value = ''] = markerOf(cell.id).split('=');
    // Whoever stops the session has looked for processes already, and must not find one later.
    signal.throwIfAborted();
    await startShim({
      dir,
      number: effect.launch,
      inputFrom: effect.input_from,
      argv,
      env: {
        ...deps.env,
        ...configured.env,
        ...env,
        [name]: value,
        FAIRLEAD_LAUNCH: String(effect.launch),
      },
      cwd,
    });
    keeper.wake();
    return undefined;
  },
  failed: ({ launch: number }, reason) => ({
    type: 'launch_failed',
    launch: number,
    failure: 'launch',
    reason,
  }),
};
