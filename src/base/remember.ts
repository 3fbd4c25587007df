/**
 * Caches a computed value by text. When there are more than `most`, the cache is cleared: frequent keys return soon,
 * and memory stays bounded.
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
