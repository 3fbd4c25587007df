/**
 * Returns a short digest of a JSON value, to detect a change without keeping the value: its length and two 32-bit
 * FNV-1a hashes of its text. It is not a security check: a collision would hide a change.
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
