/** Runs once before the scenarios: fetches what they drive, and says loudly what this machine cannot prove. */
import { acpPrograms, fetchAcpProgram, findAcpProgram } from './acp-programs.ts';
import { claudeCodeVersion, fetchClaudeCode } from './claude-code.ts';
import { isInstalled } from './is-installed.ts';
import { fetchOldNode, oldNodes } from './old-nodes.ts';

export default async function prepareMachine(): Promise<void> {
  const claude = await fetchClaudeCode();
  if (!claude.ok)
    notProven(
      `fairlead with the real Claude Code ${claudeCodeVersion}: it could not be fetched from npm (${claude.error})`,
    );
  for (const program of acpPrograms) {
    const fetched = await fetchAcpProgram(program);
    if (!fetched.ok && !findAcpProgram(program))
      notProven(`the real ${program.title}, of which there are recordings: not fetched (${fetched.error})`);
  }
  for (const version of oldNodes) {
    const fault = await fetchOldNode(version);
    if (fault) notProven(`the package on Node ${version}: it could not be fetched from npm (${fault})`);
  }
  if (!isInstalled('bwrap')) notProven('sessions inside a sandbox: bubblewrap is not installed');
  if (!isInstalled('zsh')) notProven('command lines as zsh reads them: zsh is not installed');
  if (!isInstalled('git-lfs')) notProven('repositories with git-lfs: git-lfs is not installed');
  if (!isInstalled('ss')) notProven('who calls the daemon over its socket: iproute2 is not installed');
  if (!isInstalled('tmux')) notProven('the screens in a real terminal: tmux is not installed');
}

function notProven(what: string): void {
  process.stderr.write(`\nNOT PROVEN ON THIS MACHINE: ${what}. Its tests are skipped.\n`);
}
