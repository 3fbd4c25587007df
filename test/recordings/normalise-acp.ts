/** Makes a recording of an agent that speaks ACP the same wherever and whenever it is taken, as `normalise.ts` does for Claude Code. */
import type { Passage } from '../support/agent-pump.ts';
import type { AcpProgram } from '../support/acp-programs.ts';
import type { AcpWorld } from '../support/acp-world.ts';
import { dashed } from '../support/claude-world.ts';
import { cache } from '../support/fetch-package.ts';

/** @returns one line of JSON for each passage. */
export function normaliseAcp(
  passages: readonly Passage[],
  { home, cwd, model, program }: AcpWorld,
): string[] {
  const text = passages.map((passage) => JSON.stringify(named(passage, program), plain)).join('\n');
  const names: [string, string][] = [
    [dashed(cwd), '-home-user-project'],
    [cwd, '/home/user/project'],
    [home, '/home/user'],
    [cache, '/opt/agents'],
    [new URL(model.url).host, '127.0.0.1:4000'],
  ];
  return numbered(names.reduce((known, [found, name]) => known.replaceAll(found, name), text)).split('\n');
}

/** The command as it would be configured. */
function named(passage: Passage, { name, command: [, ...args] }: AcpProgram): Passage {
  if (!('launch' in passage)) return passage;
  const { agent } = passage.launch;
  return { ...passage, launch: { ...passage.launch, agent: { ...agent, command: [name, ...args] } } };
}

/** For `JSON.stringify`: what is installed, what is only to be read, and times become the same everywhere. */
function plain(key: string, value: unknown): unknown {
  if (/^(availableCommands|availableSkill\w*|authMethods)$/.test(key)) return [];
  if (key === 'description' && typeof value === 'string' && value.length > 30) return '';
  if (/^(updatedAt|createdAt|timestamp)$/.test(key)) return '2026-01-01T00:00:00.000Z';
  if (/(Ms|_ms|duration|^pid)$/i.test(key) && typeof value === 'number') return 0;
  // How much a prompt of the agent's own takes differs with what is installed.
  if (key === 'used' && typeof value === 'number') return 100;
  return value;
}

/** Ids in order of their first appearance; those that a recording itself gave, with zeros in front, stay. */
function numbered(text: string): string {
  const kinds: [RegExp, (count: string) => string][] = [
    [
      /\b(?!00000000-)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
      (count) => `ffffffff-0000-4000-8000-${count.padStart(12, '0')}`,
    ],
    // Of opencode: of a conversation, a message, a part.
    [/\b(?:ses|msg|prt)_[0-9a-f]{12}\w{14}\b/g, (count) => `id_${count}`],
    [/(?<=PGID: )\d+/g, (count) => count],
    // A time in milliseconds, which Gemini makes ids of.
    [/\b1[78]\d{11}\b|(?<=_)1[78]\d{11}(?=_)/g, (count) => `1${count.padStart(12, '0')}`],
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
