import { acpAdapter } from '../agents/acp/adapter.ts';
import type { Adapter } from '../agents/agent.ts';
import { claudeAdapter } from '../agents/claude/adapter.ts';

/** The adapter for each protocol that an agent can be configured with. */
export const adapters: ReadonlyMap<string, Adapter> = new Map<string, Adapter>([
  ['claude', claudeAdapter],
  ['acp', acpAdapter],
]);
