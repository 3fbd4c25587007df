import { findBreaches } from './boundaries.ts';
import { findInstallScripts } from './install-scripts.ts';

const breaches = [...findBreaches(process.cwd()), ...findInstallScripts(process.cwd())];
for (const breach of breaches) console.error(breach);
console.error(
  breaches.length === 0 ? 'boundaries: every import holds' : `boundaries: ${breaches.length} breaches`,
);
process.exitCode = breaches.length === 0 ? 0 : 1;
