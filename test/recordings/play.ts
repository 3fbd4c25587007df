/** Plays a scene with the real Claude Code. */
import { claudeAdapter } from '../../src/agents/claude/adapter.ts';
import { startAgent, type Passage } from '../support/agent-pump.ts';
import { openClaudeWorld } from '../support/claude-world.ts';
import type { Scene } from './claude-scenes.ts';
import { normalise } from './normalise.ts';

/** @returns what passed in both directions, one normalised line of JSON for each passage. */
export async function play(scene: Scene, program: string): Promise<string[]> {
  await using world = await openClaudeWorld(program);
  const passages: Passage[] = [];
  await scene({
    ...world,
    start({ args = [], env = {}, ...over } = {}) {
      const agent = { ...world.launch.agent, command: [program, ...args] };
      return startAgent({
        adapter: claudeAdapter,
        launch: { ...world.launch, agent, ...over },
        env: { ...world.env, ...env },
        onPassage: (passage) => passages.push(passage),
      });
    },
  });
  return normalise(passages, world);
}
