/** What scenes tell agents. */
import type { PermissionAnswer } from '../../src/contract/agent-event.ts';
import { promptId } from '../conformance/adapter-conformance.ts';
import { script, type Step } from '../models/script.ts';
import type { AgentPump, EventOf } from '../support/agent-pump.ts';

export type Decide = (asked: EventOf<'permission_asked'>) => PermissionAnswer;

export const allow: Decide = ({ input }) => ({ kind: 'allow', input });
export const deny = (message: string, interrupt = false): Decide => () => ({ kind: 'deny', message, interrupt });

export function answer(agent: AgentPump, asked: EventOf<'permission_asked'>, decide: Decide): void {
  agent.tell({ type: 'answer', request: asked.request, answer: decide(asked) });
}

export function prompt(agent: AgentPump, number: number, steps: Step[]): void {
  agent.tell({ type: 'prompt', prompt_id: promptId(number), text: script(steps) });
}

export async function turn(agent: AgentPump, number: number, steps: Step[]): Promise<void> {
  prompt(agent, number, steps);
  await agent.next('turn_ended');
}
