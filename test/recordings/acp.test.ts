/** Whether the real agents that speak ACP still tell the stories that the recordings tell. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acpAdapter } from '../../src/agents/acp/adapter.ts';
import type { Passage } from '../support/agent-pump.ts';
import { acpPrograms, findAcpProgram } from '../support/acp-programs.ts';
import { acpScenes } from './acp-scenes.ts';
import { playAcp } from './play.ts';
import { replay } from './replay.ts';

/** What the conformance suite does not ask of the real programs; the other stories would tell the same again. */
const told = new Set([
  'denied',
  'denied-and-stopped',
  'unasked',
  'unknown-conversation',
  'retried',
  'refused-401',
]);

describe.each(acpPrograms)('the real $title', (program) => {
  const scenes = acpScenes(program).filter(([name]) => told.has(name));

  it.skipIf(findAcpProgram(program) === undefined).each(scenes)('tells %s', async (name, scene) => {
    const lines = await playAcp(scene, program);
    const { story, events } = replay(acpAdapter, lines.map((line) => JSON.parse(line) as Passage));
    const recorded = readFileSync(join(import.meta.dirname, 'acp', program.name, `${name}.events.txt`), 'utf8');
    expect(events.filter(({ type }) => type === 'unreadable')).toEqual([]);
    expect(settled(story)).toEqual(settled(recorded));
  });
});

/**
 * The story without what differs each time: ids are numbered in the order of their appearance, also in lines that tell
 * nothing; how much of a broken answer came, and in which turn a title beside it was paid, depends on the moment.
 */
function settled(story: string): string[] {
  const interrupted = /> interrupt|"interrupt":true/.test(story);
  return story
    .replace(/ffffffff-0000-4000-8000-\d{12}/g, 'id')
    .replace(/"cost_usd":0\.\d+/g, '"cost_usd":some')
    .replace(/\d{13}/g, 'time')
    .replace(/"(toolu|call)_\w+"/g, '"a call"')
    // pi-acp shows a change as a difference, or in these words where it saw the file too late.
    .replace(/output="Successfully wrote to [^"]*"/g, 'output=""')
    .split('\n')
    .filter((line) => !interrupted || /^(>|ready|turn|permission|tool_called)/.test(line));
}
