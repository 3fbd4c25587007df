import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { writeFileAtomically } from '../host/system/write-file-atomically.ts';

/**
 * Files of repositories that the user trusts, by the hash of their content. A changed file, for example after a pull,
 * needs trust again.
 */
export interface Trust {
  has(path: string, content: Buffer): boolean;
  /** @param files with the SHA-256 of the content, hexadecimal */
  add(files: readonly { path: string; hash: string }[]): void;
}

export function openTrust(file: string): Trust {
  return {
    has: (path, content) => read(file)[path] === hashOf(content),
    add(files) {
      const added = Object.fromEntries(files.map(({ path, hash }) => [path, hash]));
      writeFileAtomically(file, `${JSON.stringify({ ...read(file), ...added }, null, 2)}\n`);
    },
  };
}

function read(file: string): Record<string, string> {
  if (!statSync(file, { throwIfNoEntry: false })) return {};
  try {
    // Only this program writes the file, in this form.
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    // A damaged file trusts nothing. Users then trust their repositories again.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

export function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
