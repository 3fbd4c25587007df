/**
 * Bytes that were cut out of a longer UTF-8 text may begin with the rest of a character, which would be read as U+FFFD.
 *
 * @returns the bytes from the first whole character on
 */
export function fromWholeCharacter(bytes: Buffer): Buffer {
  let start = 0;
  // A character has at most three bytes after its first one; each of these begins with the bits 10.
  while (start < 3 && ((bytes[start] ?? 0) & 0b1100_0000) === 0b1000_0000) start += 1;
  return bytes.subarray(start);
}
