/**
 * Finds test functions that are too long. oxlint measures all other functions, but it cannot distinguish a group of
 * tests, whose length depends on their number.
 */
import { isTest, type CodeFile, type Project } from './project.ts';
import { isNode, nameOf, type Node } from './syntax.ts';

const maximum = 80;

export function findLongTests({ code }: Project): string[] {
  return code.filter(({ path }) => isTest(path)).flatMap(longFunctions);
}

function longFunctions({ path, source }: CodeFile): string[] {
  return source.functions
    .filter(({ lines, passedTo }) => lines > maximum && !isGroup(passedTo))
    .map(({ line, lines }) => `${path}:${line}: a function of ${lines} lines, ${maximum} at most: split it`);
}

/** Returns whether a call is `describe(…)` or one of its forms, such as `describe.each(…)(…)`. */
function isGroup(call: Node | undefined): boolean {
  let callee: unknown = call;
  while (isNode(callee) && nameOf(callee) === undefined)
    callee = callee.type === 'CallExpression' ? callee['callee'] : callee['object'];
  return nameOf(callee) === 'describe';
}
