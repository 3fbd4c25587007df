/**
 * Finds dependencies with install scripts. npm would run them for every user, and this project's own scripts (`prepack`
 * above all) cannot be allowed without allowing those of its dependencies.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns one line per dependency with an install script */
export function findInstallScripts(root: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  return Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => `package-lock.json: ${path} has an install script: use a package without one`);
}
