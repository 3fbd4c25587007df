/** Expands a range of ids: `2-4` is 2, 3, 4; `1.2-1.4` is 1.2, 1.3, 1.4; `T09-T11` is T09, T10, T11. */
export function rangeOfIds(part: string): string[] {
  const [first = '', last] = part.split(/\s*(?:(?<=\d[a-z]?)-|–|\.\.|\bto\b)\s*/i);
  const [from, to] = [splitNumber(first), splitNumber(last ?? '')];
  if (last === undefined || !from || !to) return last === undefined ? [first] : [first, last];
  if (from.prefix !== to.prefix && to.prefix !== '') return [first, last];
  const count = to.number - from.number;
  if (count < 0 || count > 200) return [first, last];
  return Array.from(
    { length: count + 1 },
    (_, index) => from.prefix + String(from.number + index).padStart(from.width, '0'),
  );
}

function splitNumber(id: string): { prefix: string; number: number; width: number } | undefined {
  const match = /^([A-Z]*-?(?:\d+\.)*)(\d+)$/i.exec(id.trim());
  const [, prefix = '', digits = ''] = match ?? [];
  return match
    ? { prefix, number: Number(digits), width: digits.startsWith('0') ? digits.length : 0 }
    : undefined;
}
