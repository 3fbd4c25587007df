/** Runs once before the scenarios: fetches what they drive, and says loudly what this machine cannot prove. */
import type { TestProject } from 'vitest/node';
import { acpPrograms, fetchAcpProgram, findAcpProgram, type AcpProgram } from './acp-programs.ts';
import { bundleProgram } from './bundle-program.ts';
import { claudeCodeVersion, fetchClaudeCode } from './claude-code.ts';
import { fillCompileCache } from './fill-compile-cache.ts';
import { isInstalled } from './is-installed.ts';
import { hasReftable } from './git-features.ts';
import { canSetClock } from './set-clock.ts';
import { fetchOldNode, oldNodes } from './old-nodes.ts';

export default async function prepareMachine(project: TestProject): Promise<void> {
  project.onTestsRerun(prepareProgram);
  // Most of the time goes by while npm waits for the network or unpacks, so all are fetched at once.
  await Promise.all([
    prepareClaudeCode(),
    ...acpPrograms.map(prepareAcpProgram),
    ...oldNodes.map(prepareNode),
    prepareProgram(),
  ]);
  if (!isInstalled('bwrap')) notProven('sessions inside a sandbox: bubblewrap is not installed');
  if (!isInstalled('zsh')) notProven('command lines as zsh reads them: zsh is not installed');
  if (!hasReftable()) notProven('repositories with reftable: this git is older than 2.45');
  if (!isInstalled('git-lfs')) notProven('repositories with git-lfs: git-lfs is not installed');
  if (!isInstalled('ss')) notProven('who calls the daemon over its socket: iproute2 is not installed');
  if (!canSetClock) notProven('a clock that is set while agents work: faketime is not installed');
  if (!isInstalled('tmux')) notProven('the screens in a real terminal: tmux is not installed');
}

function notProven(what: string): void {
  process.stderr.write(`\nNOT PROVEN ON THIS MACHINE: ${what}. Its tests are skipped.\n`);
}

/** The absolute path of a program to be tested instead of the sources, for example of an installed package. */
const chosen = process.env['SCENARIO_PROGRAM'];

async function prepareProgram(): Promise<void> {
  // Workers start with this environment.
  process.env['SCENARIO_PROGRAM'] = chosen ?? (await bundleProgram());
  await fillCompileCache();
}

async function prepareClaudeCode(): Promise<void> {
  const fetched = await fetchClaudeCode();
  if (!fetched.ok)
    notProven(
      `fairlead with the real Claude Code ${claudeCodeVersion}: it could not be fetched from npm (${fetched.error})`,
    );
}

async function prepareAcpProgram(program: AcpProgram): Promise<void> {
  const fetched = await fetchAcpProgram(program);
  if (!fetched.ok && !findAcpProgram(program))
    notProven(`the real ${program.title}, of which there are recordings: not fetched (${fetched.error})`);
}

async function prepareNode(version: string): Promise<void> {
  const fault = await fetchOldNode(version);
  if (fault) notProven(`the package on Node ${version}: it could not be fetched from npm (${fault})`);
}
