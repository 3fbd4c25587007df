import { baseName } from '../path-parts.ts';
import { codeSpans } from '../markdown/inline.ts';

/** A file name with an extension, or a path with a slash; not an address, an option or an expression. */
const shape =
  /^(?!-)(?:\.{0,2}\/)?(?:[\w@.+()[\]-]+\/)*(?:[\w@.+()[\]-]+\.[A-Za-z][\w]{0,14}|[\w@.+()[\]-]+\/|\.[a-z][\w.-]+|Makefile|Dockerfile|Justfile|Procfile|Gemfile|LICENSE)$/;

/**
 * @returns the path without a line range or a name in it (`src/a.ts:10-20`, `src/a.py::run`), or undefined if it is
 *   not inside a repository
 */
export function asPath(written: string): string | undefined {
  const path = written
    .trim()
    .replace(/^\.\//, '')
    // The end of a sentence, not of a name.
    .replace(/(?<=[\w)/])[.,;:]+$/, '')
    .replace(/(?::\d[\d,-]*|#L\d[\dL-]*|::[\w.:*<>~[\]-]+)$/, '');
  if (path.length > 300 || path.startsWith('/') || path.startsWith('~') || path.split('/').includes('..'))
    return undefined;
  if (
    /^\d+(?:\.\d+)+$|^v?\d+\.\d|^(?:e\.g|i\.e)\.?$/i.test(path) ||
    /^(?:[\w-]+\.)+(?:com|org|io|dev|net|ai|gov|edu)(?:\/|$)/.test(path)
  )
    return undefined;
  return shape.test(path) || (/^[\w@.+*-]+(?:\/[\w@.+*()[\]-]+)+$/.test(path) && !/^\w+\/\w+$/.test(path))
    ? path
    : undefined;
}

/**
 * @returns paths of a list of files: in the code spans of a line if there are any, else separated by commas or lines
 */
export function pathsOfList(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => {
      const spans = codeSpans(line);
      return spans.length > 0 ? spans : line.replace(action, '').split(',').map(withoutRemarks);
    })
    .flatMap((entry) => asPath(entry) ?? [])
    .filter((path) => path.includes('/') || !path.includes('.') || isFileName(path, listedEndings));
}

/** The mark of an entry, and the action on the file. */
const action =
  /^\s*(?:[-*+]\s+)?(?:\*{0,2}(?:create|modify|edit|update|change|test|tests|new|add|delete|remove|rename|move)\*{0,2}\s*[:：]\*{0,2}\s*)?/i;

function withoutRemarks(entry: string): string {
  return entry.replace(/^\s*[-*+]\s+/, '').replace(/\s+\(.*\)\s*$/, '');
}

/** @returns paths in running text: those with a slash, and file names in code spans */
export function pathsOfText(text: string): string[] {
  const spans = codeSpans(text)
    .flatMap((span) => asPath(span) ?? [])
    .filter((path) => path.includes('/') || isFileName(path));
  const words = text
    .replaceAll(/`[^`]*`/g, ' ')
    .split(/[\s,;()]+|[^\u0021-\u007E]+/)
    .map((word) => word.replaceAll(/^["'*_[]+|["'*_\].:]+$/g, ''));
  const paths = words
    .filter((word) => /\/[^/]*\.[A-Za-z]\w*(?::\d[\d-]*)?$/.test(word))
    .flatMap((word) => asPath(word) ?? [])
    .filter((path) => isFileName(baseName(path), listedEndings) && !isProse(path));
  return [...new Set([...spans, ...paths])];
}

/** Extensions of files that are named alone in running text. Other words with a dot are members: `user.name`. */
const endings = new Set(
  (
    'astro bash bat c cc cfg cjs clj cljs cmake conf cpp cs csproj css csv cts cxx dart dockerfile ejs elm erb erl ex ' +
    'example exs fish fs gitignore go gql gradle graphql groovy h hbs hcl hpp hs htm html ico ini ipynb java jl jpeg jpg js ' +
    'json json5 jsonc jsonl jsx kt kts less liquid lock lua m md mdc mdx mjs mk ml mm mod mts nix pdf php pl plist png ' +
    'prisma properties proto ps1 pug py pyi r rb rs rst sass scala scss service sh snap sol sql sum svelte svg swift tf tfvars ' +
    'tmpl toml tpl ts tsv tsx txt vue wasm webp xml yaml yml zig zsh'
  ).split(' '),
);

/** More extensions that cannot be members in a list of files or after a path. */
const listedEndings = new Set([
  ...endings,
  ...(
    'asset avro avsc bicep bin cert cshtml coffee config crt cue dat db ejson entitlements fbs feature frag fsproj gd gemspec ' +
    'glsl gz haml hlsl http j2 jar jinja metal mp3 mp4 mustache ndjson nomad npmrc onnx otf parquet pem po podspec ' +
    'prefab razor rego resx robot ron shader slim sln sqlite storyboard strings tar tfstate tgz thrift tscn ttf twig unity vb ' +
    'vert wat wav wgsl wit woff woff2 xaml xcconfig xlsx xsd xsl zip'
  ).split(' '),
]);

/** A name with a file extension, a hidden file, or a known name without an extension. */
function isFileName(name: string, known: ReadonlySet<string> = endings): boolean {
  if (!name.includes('.')) return false;
  return /^\.[a-z]/.test(name) || known.has((name.split('.').at(-1) ?? '').toLowerCase());
}

/** Words with dots between slashes, as in `Vue.js/Nuxt.js`: a list of names. */
function isProse(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((part) => /^[A-Z][a-z]+\.[a-z]+$/.test(part));
}
