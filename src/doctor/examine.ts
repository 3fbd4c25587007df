/** Reports what works, what is missing, and how to fix it. Read-only. */
import { platform } from 'node:process';
import type { Finding } from '../cli/context.ts';
import { gitVersion } from '../host/git/command/git-version.ts';
import { createGit } from '../host/git/command/git.ts';
import { examineConfiguration } from './examine-configuration.ts';
import { examineDaemon } from './examine-daemon.ts';
import { examineRepository } from './examine-repository.ts';
import { examineSandbox } from './examine-sandbox.ts';
import { examineState } from './examine-state.ts';
import { findProgram } from './find-program.ts';
import type { Subject } from './subject.ts';

export async function examine(subject: Subject): Promise<Finding[]> {
  const [git, daemon, repository, sandbox, configuration] = await Promise.all([
    examineGit(subject),
    examineDaemon(subject),
    examineRepository(subject),
    examineSandbox(subject),
    examineConfiguration(subject),
  ]);
  return [
    examineNode(subject),
    git,
    daemon,
    examineState(subject),
    ...repository,
    ...examineCallers(subject),
    sandbox,
    ...configuration,
  ];
}

function examineNode({ version }: Subject): Finding {
  return { name: 'node', state: 'ok', detail: `${process.versions.node}, fairlead ${version}`, next: null };
}

async function examineGit({ env }: Subject): Promise<Finding> {
  const found = await gitVersion(createGit({ environment: env }));
  return found.ok
    ? { name: 'git', state: 'ok', detail: found.value, next: null }
    : { name: 'git', state: 'failed', detail: found.error.message, next: found.error.next };
}

/** Without `ss`, a session's processes cannot be distinguished from the user's (SECURITY.md). */
function examineCallers({ env }: Subject): Finding[] {
  if (platform !== 'linux' || findProgram('ss', env)) return [];
  return [
    {
      name: 'callers',
      state: 'warning',
      detail: 'ss not found: fairlead cannot tell commands from inside a session from yours',
      next: 'install the package iproute2',
    },
  ];
}
