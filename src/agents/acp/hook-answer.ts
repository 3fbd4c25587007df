/** Answers to waiting hooks. */
import type { HookAnswer } from '../agent.ts';
import { quirksOf } from './quirks.ts';
import type { AcpState, Turn } from './state.ts';

/** @param denied null to allow the call, else the reason */
export function answerHook({ quirks }: AcpState, name: string, denied: string | null): HookAnswer {
  const dialect = quirksOf(quirks).hook;
  // A process with hooks was started with them, so its entry has their dialect.
  if (!dialect) throw new Error(`no hook of ${quirks} can wait`);
  return { name, line: dialect.answer(denied) };
}

/** Answers all waiting hooks of a turn. */
export function denyHooks(state: AcpState, { asked }: Turn, why: string): HookAnswer[] {
  const names = Object.values(asked).flatMap(({ asker }) => (asker.kind === 'hook' ? [asker.name] : []));
  return [...new Set(names)].map((name) => answerHook(state, name, why));
}
