import { absolutePath, isWithin, joinedPath } from '../path.ts';
import type { ToolCall } from '../call.ts';
import { finding, type Finding } from './protection.ts';

/** What the built-in protection says to reading or changing a file, by the path as written and by where it leads. */
export function protectPath(path: string, access: 'read' | 'write', call: ToolCall): Finding[] {
  const { cwd, workspace, machine } = call;
  const written = absolutePath(path, cwd, machine.home);
  if (access === 'write' && sinks.test(written)) return [];
  const real = machine.realPath(joinedPath(path, cwd, machine.home));
  const found = [...new Set([written, real])].flatMap((one) => protectOne(one, access, call));
  if (access === 'read') return found;
  const roots = [workspace, machine.realPath(workspace)];
  if (!(isWithin(written, workspace) && roots.some((root) => isWithin(real, root))))
    found.push(finding('outside', `${written} lies outside of the workspace`));
  return found;
}

// File systems that do not tell small letters from capitals open one for the other.

/** Names of files and directories that hold keys and passwords. */
const secretNames =
  /(^|\/)(\.ssh|\.aws|\.gnupg|\.netrc|\.pgpass|\.git-credentials|id_(rsa|dsa|ecdsa|ed25519)|\.env([-_.](?!([\w.-]*[-_.])?(example|sample|template|dist|test)$)[\w.-]+)?~?)(\/|$)/i;

const secretPlaces =
  /^(\/private)?\/etc\/(shadow|gshadow|master\.passwd|sudoers)(\/|\.|-|$)|^(\/private)?\/etc\/sudoers\.d(\/|$)|^\/proc\/[^/]+(\/task\/[^/]+)?\/(environ|mem|cmdline)$/i;

/** What is written there is kept nowhere. */
const sinks = /^\/dev\/(null|tty|stdout|stderr)$/;

const systemPlaces = /^(\/private)?\/(etc|boot|usr|bin|sbin|lib|lib64|sys|proc|dev|var\/spool\/cron)(\/|$)/i;

/** What agents read as instructions or configuration of their own, at any depth. */
const agentFiles =
  /(^|\/)(\.claude\/(settings(\.local)?\.json|hooks|commands|agents|skills)|\.mcp\.json|\.codex|\.gemini|\.qwen|\.opencode|opencode\.jsonc?|\.cursor|\.github\/hooks|\.vscode\/(settings|tasks|mcp)\.json|fairlead(\.local)?\.yaml)(\/|$)/i;

function protectOne(path: string, access: 'read' | 'write', { workspace, machine }: ToolCall): Finding[] {
  const found: Finding[] = [];
  const inside = isWithin(path, workspace);
  const own = machine.own.some((directory) => isWithin(path, directory));
  if (secretNames.test(path) || secretPlaces.test(path))
    found.push(finding('secrets', `${path} holds secrets`));
  else if (own && !inside) found.push(finding('secrets', `${path} belongs to fairlead itself`));
  if (access === 'read') return found;
  if (!inside && systemPlaces.test(path)) found.push(finding('system', `${path} belongs to the system`));
  if (/(^|\/)\.git(\/|$)/i.test(path)) found.push(finding('git_directory', `${path} is git's own`));
  if (agentFiles.test(path))
    found.push(finding('agent_configuration', `${path} is the configuration of an agent`));
  return found;
}
