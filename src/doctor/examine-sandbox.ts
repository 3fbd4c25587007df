/** Checks whether the sandbox works here, by starting a program in it. */
import { tmpdir } from 'node:os';
import type { Finding } from '../cli/context.ts';
import type { SandboxMode } from '../contract/settings.ts';
import { trySandbox } from '../host/process/sandbox/try-sandbox.ts';
import type { Subject } from './subject.ts';

export async function examineSandbox({ configuration, agentEnv, repo }: Subject): Promise<Finding> {
  const tried = await trySandbox(agentEnv, tmpdir());
  const settings = await configuration.read(repo);
  const mode = settings.ok ? settings.value.sandbox : 'auto';
  if (!tried.ok)
    return {
      name: 'sandbox',
      state: mode === 'required' ? 'failed' : 'warning',
      detail: `${tried.error}: agents run with your rights, and those that make unjudged calls do not start`,
      next: 'install bubblewrap, and allow unprivileged user namespaces',
    };
  return { name: 'sandbox', state: 'ok', detail: `bubblewrap works here; ${protects[mode]}`, next: null };
}

const protects: Record<SandboxMode, string> = {
  auto: 'it confines agents in runs, with --unattended, and those that make unjudged calls',
  required: 'it confines every agent',
  off: 'sandbox: off, so no agent is confined',
};
