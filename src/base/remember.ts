/**
 * Remembers what was made for a text. When there are more than `most`, all are forgotten: what is asked for often is soon
 * back, and nothing grows without bound.
 */
export function remember<T>(most: number): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make();
    if (known.size >= most) known.clear();
    known.set(key, made);
    return made;
  };
}
