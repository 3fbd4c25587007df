import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFileAtomically } from './write-file-atomically.ts';

/** The bearer token of the loopback API: 32 random bytes, made once, kept in a file that only its owner can read. */
export function readOrMakeToken(path: string): string {
  try {
    const token = readFileSync(path, 'utf8').trim();
    if (token.length >= 32) return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const token = randomBytes(32).toString('base64url');
  writeFileAtomically(path, `${token}\n`);
  return token;
}
