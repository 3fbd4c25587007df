/** Marks a case that the types exclude. A missing case does not compile; an unexpected value throws at run time. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
