import { z } from 'zod';

/** Maximum nesting of arrays and objects. It bounds the recursion of readers. */
const maximumDepth = 200;

/** Any JSON value. */
export const json = z
  .unknown()
  .refine((value) => value !== undefined, 'is missing')
  .refine(
    isShallow,
    `must have at most ${maximumDepth} arrays and objects in one another`,
  ) as z.ZodType<z.core.util.JSONType>;

function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maximumDepth) return false;
    level = level
      .filter((inner) => typeof inner === 'object' && inner !== null)
      .flatMap((inner) => Object.values(inner) as unknown[]);
  }
  return true;
}
