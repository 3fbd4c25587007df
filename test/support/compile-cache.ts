import { join } from 'node:path';
import { cache } from './fetch-package.ts';

/** Where Node keeps the compiled modules of the programs that scenarios start. */
export const compileCache = join(cache, 'compiled');
