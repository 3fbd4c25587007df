/** Walks the syntax tree of one source file. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** The position of a node in the tree. */
export interface Place {
  parent: Node | undefined;
  /** The property of the parent that holds the node. */
  key: string;
  /** True in a type annotation, which does not exist at run time. */
  inType: boolean;
}

type Visit = (node: Node, place: Place) => void;

const typeKeys = new Set(['typeAnnotation', 'typeParameters', 'typeArguments', 'returnType', 'implements']);
const typeNodes = new Set(['TSTypeAliasDeclaration', 'TSInterfaceDeclaration', 'TSTypeQuery']);

export function walk(
  node: Node,
  visit: Visit,
  place: Place = { parent: undefined, key: '', inType: false },
): void {
  visit(node, place);
  for (const [key, child] of Object.entries(node)) {
    if (isPropertyName(node, key)) continue;
    const inType = place.inType || typeNodes.has(node.type) || typeKeys.has(key);
    for (const entry of Array.isArray(child) ? child : [child])
      if (isNode(entry)) walk(entry, visit, { parent: node, key, inType });
  }
}

/** The name of a property is not a reference: `{ process: 1 }` and `a.process` refer to no global. */
function isPropertyName(node: Node, key: string): boolean {
  if (node['computed'] === true) return false;
  if (key === 'property') return node.type === 'MemberExpression' || node.type === 'MetaProperty';
  return key === 'key';
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** Returns the text of a string literal, or of a template without placeholders. */
export function stringOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Literal') return typeof value['value'] === 'string' ? value['value'] : undefined;
  if (value.type !== 'TemplateLiteral' || (value['expressions'] as Node[]).length > 0) return undefined;
  const [text] = value['quasis'] as { value: { cooked: string } }[];
  return text?.value.cooked;
}

/** Returns the property in a member expression or a pattern, if it is a constant. */
export function propertyName(node: Node): string | undefined {
  const property = node[node.type === 'MemberExpression' ? 'property' : 'key'];
  if (node['computed'] === true) return stringOf(property);
  return isNode(property) && property.type === 'Identifier' ? String(property['name']) : stringOf(property);
}

/** Returns the name of an identifier; undefined for every other node. */
export function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' ? String(value['name']) : undefined;
}
