import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { writeFileAtomically } from '../write-file.ts';

/**
 * The repository configurations that the user has trusted, by the hash of their content: what a later pull brings is
 * another content, and has to be trusted anew.
 */
export interface Trust {
  has(path: string): boolean;
  add(path: string): void;
}

export function openTrust(file: string): Trust {
  return {
    has: (path) => read(file)[path] === hash(path),
    add(path) {
      writeFileAtomically(file, `${JSON.stringify({ ...read(file), [path]: hash(path) }, null, 2)}\n`);
    },
  };
}

function read(file: string): Record<string, string> {
  if (!statSync(file, { throwIfNoEntry: false })) return {};
  // Written by this program alone, in this form.
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}

function hash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
