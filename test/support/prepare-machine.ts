/** Runs once before the scenarios: fetches what they drive, and says loudly what this machine cannot prove. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { err } from '../../src/base/result.ts';
import { acpPrograms, fetchAcpProgram, findAcpProgram } from './acp-programs.ts';
import { claudeCodeVersion, fetchClaudeCode } from './claude-code.ts';
import { hasReftable } from './git-features.ts';
import { fetchOldNode, oldNodes } from './old-nodes.ts';

export default async function prepareMachine(): Promise<void> {
  const claude = await fetchClaudeCode();
  if (!claude.ok)
    notProven(
      `fairlead with the real Claude Code ${claudeCodeVersion}: it could not be fetched from npm (${claude.error})`,
    );
  for (const program of acpPrograms) {
    const fetched = program.fetched_for_tests ? await fetchAcpProgram(program) : err('it is large');
    if (!fetched.ok && !findAcpProgram(program))
      notProven(`the real ${program.title}, of which there are recordings: not fetched (${fetched.error})`);
  }
  for (const version of oldNodes) {
    const fault = await fetchOldNode(version);
    if (fault) notProven(`the package on Node ${version}: it could not be fetched from npm (${fault})`);
  }
  if (!isInstalled('bwrap')) notProven('sessions inside a sandbox: bubblewrap is not installed');
  if (!hasReftable()) notProven('repositories with reftable: this git is older than 2.45');
  if (!isInstalled('git-lfs')) notProven('repositories with git-lfs: git-lfs is not installed');
  if (!isInstalled('tmux')) notProven('the screens in a real terminal: tmux is not installed');
}

function notProven(what: string): void {
  process.stderr.write(`\nNOT PROVEN ON THIS MACHINE: ${what}. Its tests are skipped.\n`);
}

function isInstalled(program: string): boolean {
  const path = process.env['PATH'] ?? '';
  return path.split(delimiter).some((directory) => existsSync(join(directory, program)));
}
