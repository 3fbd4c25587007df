/** The files that this program starts as programs of their own: beside this one, as source or bundled. */
import { fileURLToPath } from 'node:url';

/** In a checkout the sources run as they are; in the package there is one bundle with an entry for each. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

export function entry(name: 'fairlead' | 'store-worker' | 'scripted-agent'): URL {
  return new URL(`./${name}${extension}`, import.meta.url);
}

/** What a person starts, whatever it was called by. */
export function commandLineProgram(): string {
  return fileURLToPath(
    new URL(extension === '.ts' ? '../../bin/fairlead' : '../bin/fairlead', import.meta.url),
  );
}

/** The agent that comes with fairlead, under the Node that runs fairlead. */
export function scriptedCommand(): string[] {
  return [process.execPath, fileURLToPath(entry('scripted-agent'))];
}
