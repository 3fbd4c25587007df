/** Reads the facts that checks need from one source file. Parsed, never matched as text. */
import { parseSync } from 'rolldown/utils';
import { declaredNames, reachesOf, type Reach } from './capabilities.ts';
import { importsOf, type Import } from './imports-of.ts';
import { isNode, nameOf, propertyName, walk, type Node } from './syntax.ts';

type Located<Found> = Found & { line: number };

export interface Source {
  imports: Located<Import>[];
  /** Every referenced name, with dots for members (`Date.now`). */
  names: Located<{ name: string }>[];
  reaches: Located<Reach>[];
  comments: Located<{ text: string }>[];
  /** Every function, with the call that has it as an argument. */
  functions: Located<{ lines: number; passedTo: Node | undefined }>[];
}

/** @throws if the file does not parse */
export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  const failure = parsed.errors[0];
  if (failure) throw new Error(`${path}: ${failure.message}`);
  const lineOf = lineFinder(text);
  const source: Source = {
    imports: [],
    names: [],
    reaches: [],
    functions: [],
    comments: parsed.comments.map(({ value, start }) => ({ text: value, line: lineOf(start) })),
  };
  const program = parsed.program as unknown as Node;
  const declared = declaredNames(program);
  walk(program, (node, place) => {
    for (const found of importsOf(node)) source.imports.push({ ...found, line: lineOf(node.start) });
    if (isFunction(node)) {
      const passedTo = place.parent?.type === 'CallExpression' ? place.parent : undefined;
      source.functions.push({
        lines: lineOf(node.end) - lineOf(node.start) + 1,
        passedTo,
        line: lineOf(node.start),
      });
    }
    for (const name of namesOf(node)) source.names.push({ name, line: lineOf(node.start) });
    for (const found of reachesOf(node, place, declared))
      source.reaches.push({ ...found, line: lineOf(node.start) });
  });
  return source;
}

function isFunction({ type, body }: Node): boolean {
  return /^(?:Arrow)?Function(?:Expression|Declaration)$/.test(type) && isNode(body);
}

function namesOf(node: Node): string[] {
  const name = nameOf(node);
  if (name !== undefined) return [name];
  if (node.type !== 'MemberExpression') return [];
  const object = nameOf(node['object']);
  const property = propertyName(node);
  return object !== undefined && property !== undefined ? [`${object}.${property}`] : [];
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let line = 0;
    let above = starts.length;
    while (above - line > 1) {
      const middle = (line + above) >> 1;
      if ((starts[middle] ?? 0) <= offset) line = middle;
      else above = middle;
    }
    return line + 1;
  };
}
