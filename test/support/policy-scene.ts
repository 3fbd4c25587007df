/** Small pieces for tests of verdicts: rules as they are written, and a workspace of no machine in particular. */
import { resolve } from 'node:path';
import type { Level } from '../../src/contract/session.ts';
import { protectionCategories, type SourcedRule } from '../../src/contract/settings.ts';
import type { GitBelonging, ToolCall } from '../../src/core/policy/call.ts';
import type { Policy } from '../../src/core/policy/policy.ts';

export const workspace = '/srv/space';
export const home = '/home/user';

export interface Rules {
  allow?: string[];
  ask?: string[];
  deny?: string[];
}

export function policyOf(rules: Rules = {}, level: Level = 'strict', change: Partial<Policy> = {}): Policy {
  const sourced = (list: string[] = []) =>
    list.map((rule): SourcedRule => ({ rule, source: 'config.yaml', root: '/repo' }));
  return {
    level,
    allow: sourced(rules.allow),
    ask: sourced(rules.ask),
    deny: sourced(rules.deny),
    added: [],
    protection: protectionOf(true),
    at: '2026-01-01T00:00:00.000Z',
    used: () => 0,
    ...change,
  };
}

export function protectionOf(on: boolean): Policy['protection'] {
  return Object.fromEntries(protectionCategories.map((category) => [category, on])) as Policy['protection'];
}

/** @param links where symbolic links lead, by absolute path */
export function callOf(tool: string, input: unknown, links: Record<string, string> = {}): ToolCall {
  const realPath = (path: string) => links[path] ?? resolve(path);
  return {
    tool,
    input,
    title: tool,
    cwd: workspace,
    workspace,
    repo: '/repo',
    machine: {
      home,
      own: ['/state'],
      realPath,
      isRepository: (directory) => /\/(evil(\.git)?|fork)$/.test(directory),
      belongings,
    },
  };
}

/** As if git had been asked about every directory: all belongs to the workspace but for `evil` and `fork`. */
class Belongings extends Map<string, GitBelonging> {
  override get(directory: string): GitBelonging {
    const inside = directory === workspace || directory.startsWith(`${workspace}/`);
    return inside && !/\/(evil(\.git)?|fork)(\/|$)/.test(directory) ? 'own' : 'other';
  }
}
const belongings: ReadonlyMap<string, GitBelonging> = new Belongings();

export function bash(command: string, links: Record<string, string> = {}): ToolCall {
  return callOf('Bash', { command }, links);
}
