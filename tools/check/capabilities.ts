/**
 * Finds uses of capabilities that a pure layer may not have, however they are spelled. The layer table lists them in
 * its column *forbidden*.
 *
 * Only names used as values count. `Date` and `Math` are allowed in forms that compute from their arguments. Every
 * other use of them is refused, so that `const { now } = Date` needs no rule of its own.
 */
import { isNode, nameOf, propertyName, stringOf, walk, type Node, type Place } from './syntax.ts';

export const capabilities = ['async', 'clock', 'chance', 'globals'] as const;
export type Capability = (typeof capabilities)[number];

export interface Reach {
  capability: Capability;
  spelling: string;
}

/** Names of the language. Declaring a variable with such a name does not allow its use. */
const reserved = new Map<string, Capability>([
  ['Promise', 'async'],
  ['Atomics', 'async'],
  ['Intl', 'clock'],
  ['Temporal', 'clock'],
  ['globalThis', 'globals'],
  ['eval', 'globals'],
  ['Function', 'globals'],
  ['Reflect', 'globals'],
  ['WeakRef', 'globals'],
  ['FinalizationRegistry', 'globals'],
]);

/** Names of the host. They are also ordinary words, so a file may declare and then use them. */
const hosted = new Map<string, Capability>([
  ['queueMicrotask', 'async'],
  ['fetch', 'async'],
  ['performance', 'clock'],
  ['setTimeout', 'clock'],
  ['setInterval', 'clock'],
  ['setImmediate', 'clock'],
  ['requestAnimationFrame', 'clock'],
  ['crypto', 'chance'],
  ['process', 'globals'],
  ['global', 'globals'],
  ['window', 'globals'],
  ['self', 'globals'],
  ['require', 'globals'],
  ['module', 'globals'],
]);

const promiseMethods = new Set(['then', 'catch', 'finally', 'fromAsync']);

/** @param declared the names that the file declares itself */
export function reachesOf(node: Node, place: Place, declared: ReadonlySet<string>): Reach[] {
  if (place.inType) return [];
  const keyword = asyncKeyword(node);
  if (keyword !== undefined) return [{ capability: 'async', spelling: keyword }];
  if (node.type === 'MemberExpression') return memberReach(node, place);
  // Every lookup of this property leads to `Date` or `Function`.
  if (stringOf(node) === 'constructor') return [{ capability: 'globals', spelling: "'constructor'" }];
  if (node.type === 'Identifier') return nameReach(node, place, declared);
  if (node.type === 'Property' && place.parent?.type === 'ObjectPattern') return memberReach(node, place);
  return [];
}

function asyncKeyword(node: Node): string | undefined {
  if (node.type === 'AwaitExpression') return 'await';
  if (node.type === 'ImportExpression') return 'import()';
  if (node.type === 'ForOfStatement' && node['await'] === true) return 'for await';
  if (node['kind'] === 'await using') return 'await using';
  return node['async'] === true ? 'async' : undefined;
}

/** A field called `then` is harmless until it is called; the syntax tree of a shell has one. */
function memberReach(node: Node, place: Place): Reach[] {
  const name = propertyName(node) ?? '';
  if (name === 'constructor') return [{ capability: 'globals', spelling: '.constructor' }];
  const isCalled = place.parent?.type === 'CallExpression' && place.key === 'callee';
  return promiseMethods.has(name) && isCalled ? [{ capability: 'async', spelling: `.${name}()` }] : [];
}

function nameReach(node: Node, place: Place, declared: ReadonlySet<string>): Reach[] {
  const name = String(node['name']);
  if (name === 'Date')
    return isGivenDate(place) ? [] : [{ capability: 'clock', spelling: spell(name, place) }];
  if (name === 'Math')
    return isArithmetic(place) ? [] : [{ capability: 'chance', spelling: spell(name, place) }];
  const capability = reserved.get(name) ?? (declared.has(name) ? undefined : hosted.get(name));
  return capability ? [{ capability, spelling: name }] : [];
}

/** `Date.parse(text)`, `Date.UTC(…)`, `new Date(value)` and `x instanceof Date` do not depend on the current time. */
function isGivenDate({ parent, key }: Place): boolean {
  if (parent?.type === 'MemberExpression' && key === 'object')
    return ['parse', 'UTC'].includes(propertyName(parent) ?? '');
  if (parent?.type === 'BinaryExpression') return parent['operator'] === 'instanceof' && key === 'right';
  if (parent?.type !== 'NewExpression' || key !== 'callee') return false;
  const [first] = parent['arguments'] as Node[];
  return first !== undefined && first.type !== 'SpreadElement';
}

function isArithmetic({ parent, key }: Place): boolean {
  if (parent?.type !== 'MemberExpression' || key !== 'object') return false;
  const name = propertyName(parent);
  return name !== undefined && name !== 'random';
}

function spell(name: string, { parent, key }: Place): string {
  if (parent?.type === 'MemberExpression' && key === 'object')
    return `${name}.${propertyName(parent) ?? '[…]'}`;
  return parent?.type === 'NewExpression' ? `new ${name}()` : name;
}

/** Returns every name that the file declares: variables, parameters, functions, imports. */
export function declaredNames(program: Node): ReadonlySet<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    for (const pattern of patternsOf(node)) addNames(pattern, names);
  });
  return names;
}

function patternsOf(node: Node): unknown[] {
  if (node['declare'] === true) return [];
  if (node.type === 'CatchClause') return [node['param']];
  if (node.type.startsWith('Import') && 'local' in node) return [node['local']];
  if (node.type === 'VariableDeclaration')
    return (node['declarations'] as Node[]).map((declarator) => declarator['id']);
  return Array.isArray(node['params']) ? [node['id'], ...(node['params'] as unknown[])] : [];
}

function addNames(pattern: unknown, names: Set<string>): void {
  const name = nameOf(pattern);
  if (name !== undefined) names.add(name);
  if (!isNode(pattern) || name !== undefined) return;
  const parts = [
    pattern['left'],
    pattern['argument'],
    pattern['value'],
    pattern['elements'],
    pattern['properties'],
  ];
  for (const part of parts.flat()) addNames(part, names);
}
