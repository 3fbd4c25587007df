import { codeSpans } from '../markdown/inline.ts';

/** A file name with an extension, or a path with a slash; no address, no option, no expression. */
const shape =
  /^(?!-)(?:\.{0,2}\/)?(?:[\w@.+()[\]-]+\/)*(?:[\w@.+()[\]-]+\.[A-Za-z][\w]{0,14}|[\w@.+()[\]-]+\/|\.[a-z][\w.-]+|Makefile|Dockerfile|Justfile|Procfile|Gemfile|LICENSE)$/;

/** @returns the path without a line range or a name in it (`src/a.ts:10-20`, `src/a.py::run`), or undefined where it is none inside a repository */
export function asPath(written: string): string | undefined {
  const path = written
    .trim()
    .replace(/^\.\//, '')
    .replace(/(?::\d[\d,-]*|#L\d[\dL-]*|::[\w.:*<>~[\]-]+)$/, '');
  if (path.length > 300 || path.startsWith('/') || path.startsWith('~') || path.split('/').includes('..'))
    return undefined;
  if (
    /^\d+(?:\.\d+)+$|^v?\d+\.\d|^(?:e\.g|i\.e)\.?$/i.test(path) ||
    /^[\w-]+\.(?:com|org|io|dev|net)(?:\/|$)/.test(path)
  )
    return undefined;
  return shape.test(path) || (/^[\w@.+*-]+(?:\/[\w@.+*()[\]-]+)+$/.test(path) && !/^\w+\/\w+$/.test(path))
    ? path
    : undefined;
}

/** @returns paths of a list that names files: in code spans where it has some, else separated by commas or lines */
export function pathsOfList(text: string): string[] {
  const spans = codeSpans(text);
  const entries =
    spans.length > 0
      ? spans
      : text.split(/[,\n]/).map((entry) => entry.replace(/^\s*[-*+]\s+/, '').replace(/\s+\(.*\)\s*$/, ''));
  return entries.flatMap((entry) => asPath(entry) ?? []);
}

/** @returns paths that running text names: those with a slash, and file names in code spans */
export function pathsOfText(text: string): string[] {
  const spans = codeSpans(text)
    .flatMap((span) => asPath(span) ?? [])
    .filter((path) => /[./]/.test(path));
  const words = text
    .replaceAll(/`[^`]*`/g, ' ')
    .split(/[\s,;()]+/)
    .map((word) => word.replaceAll(/^["'*_[]+|["'*_\].:]+$/g, ''));
  const paths = words
    .filter((word) => /\/[^/]*\.[A-Za-z]\w*(?::\d[\d-]*)?$/.test(word))
    .flatMap((word) => asPath(word) ?? []);
  return [...new Set([...spans, ...paths])];
}
