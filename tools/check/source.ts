/** What a check needs to know of one source file: its imports and the names it refers to. Parsed, never matched as text. */
import { parseSync } from 'rolldown/utils';

export interface Import {
  specifier: string;
  typesOnly: boolean;
  line: number;
}

export interface Source {
  imports: Import[];
  /** Every name referred to, dotted for members (`Date.now`), plus `async` and `await` where the keywords are used. */
  names: { name: string; line: number }[];
}

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  const failure = parsed.errors[0];
  if (failure) throw new Error(`${path}: ${failure.message}`);
  const source: Source = { imports: [], names: [] };
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  walk(parsed.program as unknown as Node, (node) => {
    const found = importOf(node);
    if (found) source.imports.push({ ...found, line: lineOf(node.start) });
    for (const name of namesOf(node)) source.names.push({ name, line: lineOf(node.start) });
  });
  return source;
}

function importOf(node: Node): Omit<Import, 'line'> | undefined {
  const specifier = stringOf(node['source']);
  if (specifier === undefined) return undefined;
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier, typesOnly: node['importKind'] === 'type' };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return { specifier, typesOnly: node['exportKind'] === 'type' };
    case 'TSImportType':
      return { specifier, typesOnly: true };
    case 'ImportExpression':
      return { specifier, typesOnly: false };
    default:
      return undefined;
  }
}

function namesOf(node: Node): string[] {
  if (node.type === 'AwaitExpression') return ['await'];
  if (node['async'] === true) return ['async'];
  if (node.type === 'Identifier') return [String(node['name'])];
  if (node.type === 'MemberExpression') {
    const object = node['object'] as Node;
    const property = node['property'] as Node;
    if (object.type === 'Identifier' && property.type === 'Identifier')
      return [`${String(object['name'])}.${String(property['name'])}`];
  }
  return [];
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const [key, child] of Object.entries(node)) {
    if (isPropertyName(node, key)) continue;
    for (const entry of Array.isArray(child) ? child : [child]) if (isNode(entry)) walk(entry, visit);
  }
}

/** A property's name is no reference: `{ process: 1 }` and `a.process` refer to no global. */
function isPropertyName(node: Node, key: string): boolean {
  if (node['computed'] === true) return false;
  if (key === 'property') return node.type === 'MemberExpression';
  return key === 'key';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function stringOf(value: unknown): string | undefined {
  const literal = value as { value?: unknown } | null | undefined;
  return typeof literal?.value === 'string' ? literal.value : undefined;
}
