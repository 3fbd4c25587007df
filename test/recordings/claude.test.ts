/** Whether the real Claude Code still tells the stories that the recordings tell. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claudeAdapter } from '../../src/agents/claude/adapter.ts';
import type { Passage } from '../support/agent-pump.ts';
import { findClaudeCode } from '../support/claude-code.ts';
import { scenes } from './claude-scenes.ts';
import { play } from './play.ts';
import { replay } from './replay.ts';

/** Stories in which things happen side by side, or which tell how much of an answer came: they differ each time. */
const loose = new Set([
  'cut-stream',
  'interrupt-while-speaking',
  'parallel-tools',
  'prompts-together',
  'sub-agent',
]);

const program = findClaudeCode();

describe.skipIf(program === undefined)('the real Claude Code tells', () => {
  it.each(Object.entries(scenes))('%s', async (name, scene) => {
    const lines = await play(scene, program ?? '');
    const { story, events } = replay(claudeAdapter, lines.map((line) => JSON.parse(line) as Passage));
    const recorded = readFileSync(join(import.meta.dirname, 'claude', `${name}.events.txt`), 'utf8');
    expect(events.filter(({ type }) => type === 'unreadable')).toEqual([]);
    if (loose.has(name)) expect(endOf(story)).toBe(endOf(recorded));
    else expect(nameless(story)).toBe(nameless(recorded));
  });
});

/** Ids are numbered in the order of their appearance, also in lines that tell nothing. */
function nameless(story: string): string {
  return story.replace(/ffffffff-0000-4000-8000-\d{12}/g, 'id');
}

function endOf(story: string): string | undefined {
  return story.split('\n').findLast((line) => line.startsWith('turn_ended'));
}
