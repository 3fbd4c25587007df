import { acpAdapter } from '../agents/acp/adapter.ts';
import type { Adapter } from '../agents/agent.ts';
import { claudeAdapter } from '../agents/claude/adapter.ts';

/** Adapters by protocol, as named in the configuration. */
export const adapters: ReadonlyMap<string, Adapter> = new Map<string, Adapter>([
  ['claude', claudeAdapter],
  ['acp', acpAdapter],
]);
