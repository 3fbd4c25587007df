/** Finds the files that fairlead starts as separate programs: beside this file, as source or bundled. */
import { fileURLToPath } from 'node:url';

/** A checkout runs the sources. The package has one bundle with an entry for each program. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

export function entry(name: 'fairlead' | 'store-worker' | 'scripted-agent'): URL {
  return new URL(`./${name}${extension}`, import.meta.url);
}

/** Returns the program that users start, whatever name they used. */
export function commandLineProgram(): string {
  return fileURLToPath(
    new URL(extension === '.ts' ? '../../bin/fairlead' : '../bin/fairlead', import.meta.url),
  );
}

/** Returns the command line of the scripted agent, with the Node that runs fairlead. */
export function scriptedCommand(): string[] {
  return [process.execPath, fileURLToPath(entry('scripted-agent'))];
}
