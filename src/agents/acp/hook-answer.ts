/** Answers to the hooks that wait. */
import type { HookAnswer } from '../agent.ts';
import { quirksOf } from './quirks.ts';
import type { AcpState, Turn } from './state.ts';

/** @param denied null to allow the call, else why it is not allowed */
export function answerHook({ quirks }: AcpState, name: string, denied: string | null): HookAnswer {
  const dialect = quirksOf(quirks).hook;
  // A process that has hooks was started with them, so its entry has their dialect.
  if (!dialect) throw new Error(`no hook of ${quirks} can wait`);
  return { name, line: dialect.answer(denied) };
}

/** Answers all hooks that wait in a turn. */
export function denyHooks(state: AcpState, { asked }: Turn, why: string): HookAnswer[] {
  const names = Object.values(asked).flatMap(({ asker }) => (asker.kind === 'hook' ? [asker.name] : []));
  return [...new Set(names)].map((name) => answerHook(state, name, why));
}
