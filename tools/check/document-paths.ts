/** Finds paths in the project's documents that do not exist. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Nodes } from 'mdast';
import type { Project } from './project.ts';

/** The change log is left out: it names files of earlier versions. */
const documents = ['*.md', 'docs/**/*.md'];
const history = new Set(['CHANGELOG.md']);
/** In these documents, most paths are examples from the reader's own repository. */
const forUsers = /^README\.md$|^docs\/guides\//;
const roots = ['src', 'test', 'tools', 'bench', 'web', 'docs', 'bin', '.ci'];

export function findMissingPaths({ root, layers }: Project): string[] {
  const tops = new Set([...roots, ...layers.map(({ name }) => name)]);
  const files = globSync('{src,test,tools,bench,web}/**/*', { cwd: root }).map((path) => `/${path}`);
  const ofUsers = (text: string): boolean => {
    const [top = '', second = ''] = text.split('/');
    return ['src', 'docs'].includes(top) && !existsSync(join(root, top, second));
  };
  const exists = (path: string): boolean => {
    const bare = path.replace(/\/$/, '');
    const isPattern = bare.includes('*');
    if (isPattern) return globSync([bare, `src/${bare}`], { cwd: root }).length > 0;
    if (existsSync(join(root, bare)) || existsSync(join(root, 'src', bare))) return true;
    return files.some((file) => file.endsWith(`/${bare}`));
  };
  return globSync(documents, { cwd: root })
    .filter((file) => !history.has(file))
    .toSorted()
    .flatMap((file) => {
      const tree = fromMarkdown(readFileSync(join(root, file), 'utf8'));
      return [...namesIn(tree)]
        .filter(({ text, isLink }) => {
          if (isLink) return !existsSync(join(root, dirname(file), text));
          return isOurs(text, tops) && !exists(normalize(text)) && !(forUsers.test(file) && ofUsers(text));
        })
        .map(({ text, line }) => `${file}:${line}: names ${text}, which is not there`);
    });
}

interface Named {
  text: string;
  line: number;
  isLink: boolean;
}

function* namesIn(node: Nodes): Generator<Named> {
  const line = node.position?.start.line ?? 0;
  if (node.type === 'inlineCode' || node.type === 'code') {
    for (const word of node.value.split(/[\s"'`()=,;<>]+/)) yield { text: word, line, isLink: false };
  }
  if ((node.type === 'link' || node.type === 'definition') && !/^(?:[a-z]+:|#)/i.test(node.url))
    yield { text: node.url.split('#')[0] ?? '', line, isLink: true };
  if ('children' in node) for (const child of node.children) yield* namesIn(child);
}

/**
 * Returns whether a path starts in a folder of this project or is the bare name of a source file. Other paths are
 * users'.
 */
function isOurs(text: string, tops: ReadonlySet<string>): boolean {
  if (!/^[\w.@*-]+(?:\/[\w.@*-]+)*\/?$/.test(text)) return false;
  const [top = ''] = text.split('/');
  return text.includes('/') ? tops.has(top) : /^[\w-]+\.ts$/.test(text);
}
