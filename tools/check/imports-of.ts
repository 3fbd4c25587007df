/** Finds every way in which a source file can refer to another one. */
import { isNode, nameOf, propertyName, stringOf, walk, type Node } from './syntax.ts';

export interface Import {
  /** The import's path; undefined if it is computed, so that no check can read it. */
  specifier: string | undefined;
  typesOnly: boolean;
}

export function importsOf(node: Node): Import[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return [{ specifier: stringOf(node['source']), typesOnly: node['importKind'] === 'type' }];
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (!isNode(node['source'])) return [];
      return [{ specifier: stringOf(node['source']), typesOnly: node['exportKind'] === 'type' }];
    case 'TSImportType':
      return [{ specifier: stringOf(node['source']), typesOnly: true }];
    case 'TSExternalModuleReference':
      return [{ specifier: stringOf(node['expression']), typesOnly: false }];
    case 'ImportExpression':
      return [{ specifier: importedPath(node['source']), typesOnly: false }];
    case 'CallExpression':
      return isLoader(node['callee']) ? [{ specifier: argument(node), typesOnly: false }] : [];
    case 'NewExpression':
      return filesOf(node).map((specifier) => ({ specifier, typesOnly: false }));
    default:
      return [];
  }
}

/** `import('./a.ts')`, and `import(new URL('./a.ts', import.meta.url).href)`, which refers to the same file. */
function importedPath(source: unknown): string | undefined {
  const text = stringOf(source);
  if (text !== undefined || !isNode(source)) return text;
  let path: string | undefined;
  walk(source, (node) => {
    if (node.type === 'NewExpression' && nameOf(node['callee']) === 'URL') path = argument(node);
  });
  return path;
}

/** `require`, `createRequire(…)` and `import.meta.resolve`. */
function isLoader(callee: unknown): boolean {
  if (nameOf(callee) === 'require') return true;
  if (!isNode(callee)) return false;
  if (callee.type === 'CallExpression') return nameOf(callee['callee']) === 'createRequire';
  if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'resolve') return false;
  const object = callee['object'];
  return isNode(object) && (object.type === 'MetaProperty' || nameOf(object) === 'require');
}

/** Returns the files that `new URL(…, import.meta.url)` can refer to. Every text in the first argument counts. */
function filesOf(node: Node): string[] {
  const [path, base] = node['arguments'] as Node[];
  if (nameOf(node['callee']) !== 'URL' || !path || !base) return [];
  const found: string[] = [];
  walk(path, (part) => {
    const text = stringOf(part);
    if (text !== undefined && /^\.\.?\/.*\.[cm]?[jt]sx?$/.test(text)) found.push(text);
  });
  return found;
}

function argument(node: Node): string | undefined {
  const [first] = node['arguments'] as Node[];
  return stringOf(first);
}
