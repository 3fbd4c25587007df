/**
 * Takes the recordings of Claude Code anew: `node test/recordings/record-claude.ts [scene…]`. It runs the real program
 * against the scripted model and writes what passed in both directions to `test/recordings/claude/<scene>.jsonl`. Then
 * `vitest run -u src/agents/claude` tells the stories beside them anew; look at what became different in these before
 * both are committed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchClaudeCode } from '../support/claude-code.ts';
import { scenes } from './claude-scenes.ts';
import { play } from './play.ts';

const wanted = process.argv.slice(2);
const program = await fetchClaudeCode();
if (!program.ok) throw new Error(`Claude Code could not be fetched from npm: ${program.error}`);
const directory = join(import.meta.dirname, 'claude');
await mkdir(directory, { recursive: true });
for (const [name, scene] of Object.entries(scenes))
  if (wanted.length === 0 || wanted.includes(name)) {
    const lines = await play(scene, program.value);
    await writeFile(join(directory, `${name}.jsonl`), `${lines.join('\n')}\n`);
    console.log(name);
  }
