/** Marks what the types rule out: a missing case does not compile, a wrong value at run time throws with its content. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
