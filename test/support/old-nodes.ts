/** Nodes that are older than the one fairlead needs, as people have them. Each is fetched from npm once. */
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { cache, fetchPackage } from './fetch-package.ts';

/** The first and the last of what `engines` allows and the daemon cannot run on. */
export const oldNodes = ['20.9.0', '20.20.2', '22.22.2'] as const;

const name = `node-${process.platform}-${process.arch}`;

/** @returns why it cannot be had, or undefined */
export async function fetchOldNode(version: string): Promise<string | undefined> {
  const fetched = await fetchPackage(folderOf(version), `${name}@${version}`, `node_modules/${name}/bin`);
  return fetched.ok ? undefined : fetched.error;
}

/** @returns the absolute path of the directory with the program `node`, where it has been fetched */
export function findOldNode(version: string): string | undefined {
  const directory = join(cache, folderOf(version));
  return existsSync(join(directory, 'node')) ? directory : undefined;
}

function folderOf(version: string): string {
  return `node-${version}`;
}
