/** Ids of tasks in running text. */

/** @returns ids in `Task 1, Tasks 3-5 and T7` or in a bare list `1.1, 1.2` */
export function idsIn(text: string): string[] {
  const ids: string[] = [];
  const bare = /^[\s#\dA-Za-z.,&+-]*$/.test(text) && /^\s*(?:and |#|T)?\d/.test(text);
  const lists = bare
    ? [text]
    : [
        ...text.matchAll(
          /\b(?:Tasks?|Units?|Items?)\s+((?:#?[A-Z]?\d+(?:\.\d+)*[a-z]?(?:\s*(?:,|and|&|\+|-|–|to)\s*(?:Tasks?\s+)?)?)+)/gi,
        ),
      ].map(([, list = '']) => list);
  for (const list of lists)
    for (const [part] of list.matchAll(/[A-Z]?\d+(?:\.\d+)*[a-z]?(?:\s*(?:-|–|to)\s*\d+(?:\.\d+)*)?/gi))
      ids.push(...rangeOfIds(part));
  return ids;
}

/** `2-4` are 2, 3, 4; `1.2-1.4` are 1.2, 1.3, 1.4. */
export function rangeOfIds(part: string): string[] {
  const [first = '', last] = part.split(/\s*(?:-|–|to)\s*/);
  const [from, to] = [splitNumber(first), splitNumber(last ?? '')];
  if (last === undefined || !from || !to) return [first];
  if (from.prefix !== to.prefix && to.prefix !== '') return [first, last];
  const count = to.number - from.number;
  if (count < 0 || count > 200) return [first, last];
  return Array.from({ length: count + 1 }, (_, index) => `${from.prefix}${from.number + index}`);
}

function splitNumber(id: string): { prefix: string; number: number } | undefined {
  const match = /^((?:\d+\.)*)(\d+)$/.exec(id.trim());
  return match ? { prefix: match[1] ?? '', number: Number(match[2]) } : undefined;
}
