import { UsageError } from './context.ts';

/** Reads `RUN/UNIT`, or `RUN` alone. */
export function unitName(typed: string): { run: string; unit: string | undefined } {
  const slash = typed.indexOf('/');
  if (slash < 0) return { run: typed, unit: undefined };
  const unit = typed.slice(slash + 1);
  if (unit === '') throw new UsageError(`"${typed}" names no unit`, 'write RUN/UNIT');
  return { run: typed.slice(0, slash), unit };
}
