/**
 * Makes a recording the same wherever and whenever it is taken: paths of the machine, ids, times and ports become fixed
 * ones, and long lists that say what is installed become empty. What happened, and in which order, stays as it was.
 */
import type { Passage } from '../support/agent-pump.ts';
import { dashed, type ClaudeWorld } from '../support/claude-world.ts';

/** @returns one line of JSON for each passage. */
export function normalise(passages: readonly Passage[], { home, cwd, model, launch }: ClaudeWorld): string[] {
  const names: [string, string][] = [
    [dashed(cwd), '-home-user-project'],
    [cwd, '/home/user/project'],
    [home, '/home/user'],
    [launch.agent.command[0] ?? '', 'claude'],
    [new URL(model.url).host, '127.0.0.1:4000'],
  ];
  const text = passages.map((passage) => JSON.stringify(passage, plain)).join('\n');
  const named = names.reduce((known, [found, name]) => known.replaceAll(found, name), text);
  const places: [RegExp, string][] = [
    [/\/tmp\/claude-\d+/g, '/tmp/claude'],
    [/\/tmp\/cc-socks\/\d+/g, '/tmp/cc-socks/1'],
    [/\/plans\/[\w-]+/g, '/plans/the-plan'],
  ];
  return numbered(places.reduce((known, [found, name]) => known.replace(found, name), named)).split('\n');
}

const installed = new Set([
  'agents',
  'available_output_styles',
  'capabilities',
  'commands',
  'mcp_servers',
  'memory_paths',
  'models',
  'plugins',
  'skills',
  'slash_commands',
  'tools',
]);

/** For `JSON.stringify`. */
function plain(key: string, value: unknown): unknown {
  if (key === 'retry_delay_ms') return 1000;
  if (typeof value === 'number' && /(_ms|^pid|^end_time)$/.test(key)) return 0;
  if (key === 'timestamp') return '2026-01-01T00:00:00.000Z';
  if (installed.has(key) && typeof value === 'object') return [];
  return value;
}

/** Ids in order of their first appearance; those that a recording itself gave, with zeros in front, stay. */
function numbered(text: string): string {
  const kinds: [RegExp, (count: string) => string][] = [
    [/\b(?!00000000-)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, (count) => `ffffffff-0000-4000-8000-${count.padStart(12, '0')}`],
    // Of a sub-agent, and of one run of it.
    [/\ba[0-9a-f]{16}\b/g, (count) => `a${count.padStart(16, '0')}`],
    [/\b0[0-9a-z]{8}-[0-9a-f]{8}\b/g, (count) => `run-${count}`],
  ];
  return kinds.reduce((known, [id, name]) => {
    const seen = new Map<string, string>();
    return known.replace(id, (found) => {
      const given = seen.get(found) ?? name(String(seen.size + 1));
      seen.set(found, given);
      return given;
    });
  }, text);
}
