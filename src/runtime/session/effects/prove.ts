import { keepEnd } from '../../../base/cut-text.ts';
import { runCommand, type CommandResult } from '../../../host/process/run-command.ts';
import type { EventData } from '../../../contract/event.ts';
import { markerOf } from '../../deps.ts';
import type { JournalEffect } from '../transaction.ts';
import { findEvidence } from '../../workspace/evidence.ts';
import type { EffectContext, Handler } from './handler.ts';

type Prove = Extract<JournalEffect, { kind: 'prove' }>;

/** Milliseconds that a gate may take. */
const gateTime = 60 * 60 * 1_000;

/** Collects the evidence of a turn and runs the gates in order until one fails. */
export const prove: Handler<Prove> = {
  cancellable: true,
  async run({ proof }, context) {
    const { cell, signal } = context;
    for (const command of cell.session.spec.gates) {
      const gate = await runGate(command, proof, context);
      if (signal.aborted) return undefined;
      await cell.report({ type: 'gate_finished', proof, gate });
      if (!gate.passed) break;
    }
    const evidence = await findEvidence(context);
    return { type: 'proved', proof, ...evidence };
  },
  failed: ({ proof }, reason) => ({ type: 'proof_failed', proof, reason: `cannot be checked: ${reason}` }),
};

async function runGate(
  command: string,
  proof: number,
  { deps, cell, signal }: EffectContext,
): Promise<EventData['gate.finished']> {
  const { id, session } = cell;
  const [name = '', value = ''] = markerOf(id).split('=');
  const result = await runCommand({
    table: deps.table,
    command,
    cwd: session.workspace?.path ?? session.spec.repo,
    env: { ...deps.env, [name]: value },
    marker: `FAIRLEAD_GATE=${id}-${proof}`,
    timeout: gateTime,
    signal,
  });
  return {
    command,
    passed: result.kind === 'exited' && result.code === 0,
    exit_code: result.kind === 'exited' ? result.code : null,
    output: explain(result),
    duration_s: result.duration / 1_000,
  };
}

/** Maximum characters of a gate's output in its event. */
const maximumOutput = 16_000;

function explain(result: CommandResult): string {
  const output = keepEnd(result.output, maximumOutput);
  switch (result.kind) {
    case 'exited':
      return output;
    case 'killed':
      return `${output}\nended by ${result.signal}`;
    case 'timed_out':
      return `${output}\nended after ${gateTime / 60_000} minutes`;
    case 'aborted':
      return `${output}\ncancelled`;
  }
}
