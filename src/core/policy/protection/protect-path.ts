import { isWithin } from '../path.ts';
import type { ToolCall } from '../call.ts';
import type { NamedPlace } from '../named-place.ts';
import { finding, type Finding } from './protection.ts';
import { holdsSecrets, leadsAnywhere } from './secrets.ts';

/** Kind of access. `may_write`: the path is given to an unknown program, which may read or write it. */
export type Access = 'read' | 'write' | 'may_write';

/** Returns the findings of the built-in protection for an access to a file, by its path as written and resolved. */
export function protectPath(place: NamedPlace, access: Access, call: ToolCall): Finding[] {
  const { workspace, machine } = call;
  const { written, real } = place;
  if (sinks.test(written)) return [];
  const found = protectOne(written, access, call, place.kind !== 'path');
  if (real !== written) found.push(...protectOne(real, access, call, place.kind !== 'path'));
  if (leadsAnywhere(place))
    found.push(finding('secrets', `unknown target: ${written} leads`, access === 'write' ? 'deny' : 'ask'));
  if (access === 'read') return found;
  const roots = [workspace, machine.realPath(workspace)];
  if (!(isWithin(written, workspace) && roots.some((root) => isWithin(real, root))))
    found.push(finding('outside', `${written} lies outside of the workspace`));
  return found;
}

/** Writing there stores nothing. */
const sinks = /^\/dev\/(null|tty|stdin|stdout|stderr|fd\/[012])$/;

const systemPlaces = /^(\/private)?\/(etc|boot|usr|bin|sbin|lib|lib64|sys|proc|dev|var\/spool\/cron)(\/|$)/i;

/** Instructions and configuration files of agents, at any depth. */
const agentFiles =
  /(^|\/)(\.claude\/(settings(\.local)?\.json|hooks|commands|agents|skills)|\.mcp\.json|\.codex|\.gemini|\.qwen|\.opencode|opencode\.jsonc?|\.cursor|\.github\/hooks|\.vscode\/(settings|tasks|mcp)\.json|fairlead(\.local)?\.yaml)(\/|$)/i;

/** Files that make git take their directory as a repository, including the programs that its configuration names. */
const repositoryFiles = /(^|\/)(HEAD|config|config\.worktree|commondir|gitdir)$/;

function protectOne(
  path: string,
  access: Access,
  { workspace, machine }: ToolCall,
  isPattern: boolean,
): Finding[] {
  const found: Finding[] = [];
  const inside = isWithin(path, workspace);
  const own = machine.own.some((directory) => isWithin(path, directory));
  if (holdsSecrets(path, machine.home, isPattern)) found.push(finding('secrets', `${path} holds secrets`));
  else if (own && !inside) found.push(finding('secrets', `${path} belongs to fairlead itself`));
  if (access === 'read') return found;
  const decision = access === 'may_write' ? 'ask' : undefined;
  const may = access === 'may_write' ? ', and the command may change it' : '';
  if (!inside && systemPlaces.test(path))
    found.push(finding('system', `${path} belongs to the system${may}`, decision));
  if (/(^|\/)\.git(\/|$)/i.test(path))
    found.push(finding('git_directory', `${path} is git's own${may}`, decision));
  if (agentFiles.test(path))
    found.push(finding('agent_configuration', `${path} is the configuration of an agent${may}`));
  return found;
}

/** Whether creating the file could make git take its directory as a repository. */
export function makesRepository({ written, real }: NamedPlace): boolean {
  return repositoryFiles.test(written) || repositoryFiles.test(real);
}
