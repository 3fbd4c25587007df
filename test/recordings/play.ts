/** Plays scenes with real agents. */
import { claudeAdapter } from '../../src/agents/claude/adapter.ts';
import { acpAdapter } from '../../src/agents/acp/adapter.ts';
import type { Adapter, LaunchRequest } from '../../src/agents/agent.ts';
import type { AcpProgram } from '../support/acp-programs.ts';
import { openAcpWorld } from '../support/acp-world.ts';
import { startAgent, type Passage } from '../support/agent-pump.ts';
import { openClaudeWorld } from '../support/claude-world.ts';
import type { AcpScene } from './acp-scenes.ts';
import type { Scene } from './claude-scenes.ts';
import { normalise } from './normalise.ts';
import { normaliseAcp } from './normalise-acp.ts';
import type { Start } from './start.ts';

/** @returns what passed in both directions, one normalised line of JSON for each passage. */
export async function play(scene: Scene, program: string): Promise<string[]> {
  await using world = await openClaudeWorld(program);
  return normalise(await record(claudeAdapter, world, (start) => scene({ ...world, start })), world);
}

/** The same with an agent that speaks ACP and has been fetched. */
export async function playAcp(scene: AcpScene, program: AcpProgram): Promise<string[]> {
  await using world = await openAcpWorld(program);
  return normaliseAcp(await record(acpAdapter, world, (start) => scene({ ...world, start })), world);
}

async function record(
  adapter: Adapter,
  { launch, env }: { launch: LaunchRequest; env: Record<string, string> },
  tell: (start: Start) => Promise<void>,
): Promise<Passage[]> {
  const passages: Passage[] = [];
  await tell(({ args = [], env: more = {}, ...over } = {}) => {
    const agent = { ...launch.agent, command: [...launch.agent.command, ...args] };
    return startAgent({
      adapter,
      launch: { ...launch, agent, ...over },
      env: { ...env, ...more },
      onPassage: (passage) => passages.push(passage),
    });
  });
  return passages;
}
