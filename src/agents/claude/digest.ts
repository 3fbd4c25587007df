/**
 * A short mark of a JSON value, to tell later whether it was changed without keeping it: its length and two 32-bit
 * FNV-1a hashes of its text. It guards nothing: were two values to get the same mark, a change would be overlooked.
 */
export function digestOf(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x85ebca6b);
  }
  return [text.length, first >>> 0, second >>> 0].map((part) => part.toString(36)).join('.');
}
