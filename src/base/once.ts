/** Wraps a function so that it works at the first call and returns the same value afterwards. */
export function once<T>(work: () => T): () => T {
  let answer: { value: T } | undefined;
  return () => (answer ??= { value: work() }).value;
}
