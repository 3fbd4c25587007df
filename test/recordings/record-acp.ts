/**
 * Takes the recordings of agents that speak ACP anew: `node test/recordings/record-acp.ts [agent [scene…]]`. It runs the
 * real programs against a scripted model and writes what passed in both directions to
 * `test/recordings/acp/<agent>/<scene>.jsonl`. Then `vitest run -u src/agents/acp` tells the stories beside them anew;
 * look at what became different in these before both are committed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acpPrograms, fetchAcpProgram } from '../support/acp-programs.ts';
import { fetchClaudeCode } from '../support/claude-code.ts';
import { acpScenes } from './acp-scenes.ts';
import { playAcp } from './play.ts';

const [agent, ...wanted] = process.argv.slice(2);
for (const program of acpPrograms) {
  if (agent !== undefined && agent !== program.name) continue;
  const fetched = await fetchAcpProgram(program);
  const model = program.anthropic ? await fetchClaudeCode() : fetched;
  if (!fetched.ok || !model.ok) throw new Error(`${program.title} could not be fetched from npm`);
  const directory = join(import.meta.dirname, 'acp', program.name);
  await mkdir(directory, { recursive: true });
  for (const [name, scene] of acpScenes(program))
    if (wanted.length === 0 || wanted.includes(name)) {
      const lines = await playAcp(scene, program);
      await writeFile(join(directory, `${name}.jsonl`), `${lines.join('\n')}\n`);
      console.log(program.name, name);
    }
}
