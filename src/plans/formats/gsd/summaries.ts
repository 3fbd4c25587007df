import { codeSpans } from '../../markdown/inline.ts';
import { baseName, folderOf, inFolder } from '../../path-parts.ts';
import type { SourceText } from '../../text/source-text.ts';
import { elementText } from '../../text/tags.ts';

/** @returns the paths of summaries that a plan names as its result */
export function summariesNamedBy(source: SourceText): string[] {
  const output = elementText(source.lines.map((line) => line.text).join('\n'), 'output');
  return codeSpans(output).filter((span) => /SUMMARY\.md$/i.test(span));
}

/**
 * @returns possible paths of a plan's summary: beside it, by its own name or that of its phase; the first is the one
 *   to write
 */
export function summariesOf(path: string): string[] {
  const folder = folderOf(path);
  const stem = baseName(path).replace(/(?:-?PLAN)?\.md$/i, '');
  const number = /-(\d+[a-z]?)$/i.exec(stem)?.[1];
  const names = [stem, ...(number ? [`${baseName(folder)}-${number}`] : [])];
  return names.map((name) => inFolder(folder, name === '' ? 'SUMMARY.md' : `${name}-SUMMARY.md`));
}
