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
    .filter((path) => path.includes('/') || isFileName(path));
  const words = text
    .replaceAll(/`[^`]*`/g, ' ')
    .split(/[\s,;()]+/)
    .map((word) => word.replaceAll(/^["'*_[]+|["'*_\].:]+$/g, ''));
  const paths = words
    .filter((word) => /\/[^/]*\.[A-Za-z]\w*(?::\d[\d-]*)?$/.test(word))
    .flatMap((word) => asPath(word) ?? []);
  return [...new Set([...spans, ...paths])];
}

/** Endings of files that people name alone in running text. Other words with a dot there are members: `user.name`. */
const endings = new Set(
  (
    'astro bash bat c cc cfg cjs clj cljs cmake conf cpp cs csproj css csv cts cxx dart dockerfile ejs elm erb erl ex ' +
    'example exs fish fs gitignore go gql gradle graphql groovy h hbs hcl hpp hs htm html ico ini ipynb java jl jpeg jpg js ' +
    'json json5 jsonc jsonl jsx kt kts less liquid lock lua m md mdc mdx mjs mk ml mm mod mts nix pdf php pl plist png ' +
    'prisma properties proto ps1 pug py pyi r rb rs rst sass scala scss service sh snap sol sql sum svelte svg swift tf tfvars ' +
    'tmpl toml tpl ts tsv tsx txt vue wasm webp xml yaml yml zig zsh'
  ).split(' '),
);

/** A name with an ending of files, a hidden file, or a name that is known without an ending. */
function isFileName(name: string): boolean {
  if (!name.includes('.')) return false;
  return /^\.[a-z]/.test(name) || endings.has((name.split('.').at(-1) ?? '').toLowerCase());
}
