/** Finds files that are too long to have one purpose. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const rules = [
  { files: '{src,tools,bench,web}/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,sh,css,html}', maximum: 500 },
  // A test file is read one test at a time, so it may be longer.
  { files: 'test/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,sh}', maximum: 800 },
];

export function findLongFiles(root: string): string[] {
  return rules.flatMap(({ files, maximum }) =>
    globSync(files, { cwd: root, exclude: (name) => name.includes('node_modules') })
      .toSorted()
      .flatMap((file) => {
        const lines = readFileSync(join(root, file), 'utf8').split('\n').length - 1;
        return lines > maximum ? [`${file}: ${lines} lines, ${maximum} at most: split it by idea`] : [];
      }),
  );
}
