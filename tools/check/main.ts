import { findAll } from './find-all.ts';

const breaches = findAll(process.cwd());
for (const breach of breaches) console.error(breach);
console.error(
  breaches.length === 0 ? 'boundaries: every rule holds' : `boundaries: ${breaches.length} breaches`,
);
process.exitCode = breaches.length === 0 ? 0 : 1;
