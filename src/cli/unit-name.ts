import { parseUnitSelector } from '../contract/unit-selector.ts';
import { UsageError } from './context.ts';

/** Parses `RUN/UNIT`, or `RUN` alone. */
export function unitName(typed: string): { run: string; unit: string | undefined } {
  if (!typed.includes('/')) return { run: typed, unit: undefined };
  const named = parseUnitSelector(typed);
  if (!named) throw new UsageError(`not a unit: ${typed}`, 'RUN/UNIT');
  return named;
}
