import { problem } from '../base/problem.ts';
import type { Problem } from '../base/problem.ts';
import type { PlanFile } from './plan-file.ts';

/** Maximum bytes of one file; the largest plan found in public repositories has 1.6 MB. */
const maximumFile = 8_000_000;
/** Maximum bytes of all files of one plan. */
const maximumTotal = 32_000_000;

/** @returns why files cannot be read as text */
export function unreadable(files: readonly PlanFile[]): Problem | undefined {
  if (files.length === 0)
    return problem(
      'not_found',
      'no file to read a plan from',
      'Name a document or a directory that holds one.',
    );
  for (const { path, bytes } of files) {
    if (bytes.length > maximumFile)
      return problem(
        'too_large',
        `${path} has ${megabytes(bytes.length)} MB, a plan file may have ${megabytes(maximumFile)} MB`,
        'Split it into several documents.',
      );
    if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
      return problem('invalid', `${path} is UTF-16, plans are read as UTF-8`, 'Save it as UTF-8.');
    if (isBinary(bytes))
      return problem('invalid', `${path} is not text`, 'Name a Markdown, YAML or JSON document.');
  }
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (total <= maximumTotal) return undefined;
  return problem(
    'too_large',
    `the ${files.length} files have ${megabytes(total)} MB together, a plan may have ${megabytes(maximumTotal)} MB`,
    'Name fewer documents.',
  );
}

/** Whether control characters are more than a twentieth of the first 64 KB. */
function isBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 65_536);
  let control = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) control += 1;
  return control * 20 > sample.length && control > 2;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
