/** Command lines as another parser reads them, with which ours has to agree wherever it says that it understands. */
import { createRequire } from 'node:module';
import { Language, Parser, type Node } from 'web-tree-sitter';
import type { ShellCommand } from '../../src/core/policy/shell/shell-reading.ts';

export interface SecondReading {
  /** What in the line is more than simple commands, errors included; empty where there is nothing. */
  beyond: string[];
  commands: SecondCommand[];
}

export type SecondCommand = Pick<ShellCommand, 'assignments' | 'writes' | 'reads'> & {
  words: { value: string; glob: boolean }[];
};

export async function createSecondParser(): Promise<(source: string) => SecondReading> {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve(
    '@vscode/tree-sitter-wasm/wasm/tree-sitter-bash.wasm',
  );
  const parser = new Parser().setLanguage(await Language.load(grammar));
  return (source) => {
    const tree = parser.parse(source);
    if (!tree) throw new Error('a parser without a language');
    try {
      return readTree(tree.rootNode, source);
    } finally {
      tree.delete();
    }
  };
}

/** Of what a line may consist that runs the commands which it names and nothing else. */
const structure = new Set([
  'program',
  'list',
  'pipeline',
  'negated_command',
  '&&',
  '||',
  '|',
  '|&',
  ';',
  '\n',
  '!',
]);
const commandTypes = new Set(['command', 'declaration_command', 'unset_command', 'test_command']);
/** What stands between the brackets of a test. */
const expressions = new Set(['binary_expression', 'unary_expression']);
const plainPieces = new Set(['word', 'number', 'variable_name', 'test_operator']);

function readTree(root: Node, source: string): SecondReading {
  const marks = createMarks(source);
  const { beyond, look, refuse } = marks;
  const commands: SecondCommand[] = [];
  visit(root);
  if (marks.isUnseen()) beyond.push('something that belongs to nothing');
  return { beyond, commands };

  function visit(node: Node): void {
    if (node.type === 'comment') return look(node);
    if (node.type === 'redirected_statement') return visitRedirected(node);
    if (commandTypes.has(node.type)) return readCommand(node);
    if (isFault(node) || !structure.has(node.type)) return refuse(node);
    if (node.childCount === 0) look(node);
    for (const child of node.children) visit(child);
  }

  /** What is a redirection of the last command stands as one of the whole list or pipeline. */
  function visitRedirected(node: Node): void {
    const redirections = node.children.filter(({ type }) => type === 'file_redirect');
    const others = node.children.filter(({ type }) => type !== 'file_redirect');
    for (const child of others) visit(child);
    const last = others.length > 0 ? commands.at(-1) : begin();
    for (const child of redirections) if (last) readRedirection(child, last);
  }

  function readCommand(node: Node): void {
    const command = begin();
    const read = (child: Node) => {
      if (child.type === 'file_redirect') readRedirection(child, command);
      else if (child.type === 'variable_assignment' && node.type === 'command') {
        const [name = '', ...value] = literal(marks, child).value.split('=');
        command.assignments.push({ name, value: value.join('=') });
      } else if (expressions.has(child.type)) child.children.forEach(read);
      else command.words.push(wordOf(marks, child));
    };
    node.children.forEach(read);
    // A word of the language, not the name of a command.
    if (command.words[0]?.value === 'time') command.words.splice(0, command.words[1]?.value === '-p' ? 2 : 1);
  }

  /** What stands behind the target is an argument of the command, but it is told as one more target. */
  function readRedirection(node: Node, command: SecondCommand): void {
    const [target, ...more] = node.childrenForFieldName('destination');
    const operator = node.children.find(({ isNamed }) => !isNamed)?.type ?? '';
    for (const child of node.children) if (child.type === 'file_descriptor' || !child.isNamed) look(child);
    const path = target ? wordOf(marks, target).value : '';
    const isFile = !['<&', '>&'].includes(operator) && path !== '/dev/null';
    if (isFile) (operator === '<' ? command.reads : command.writes).push(path);
    command.words.push(...more.map((child) => wordOf(marks, child)));
  }

  function begin(): SecondCommand {
    const command: SecondCommand = { words: [], assignments: [], writes: [], reads: [] };
    commands.push(command);
    return command;
  }
}

/** What has been looked at, and what is beyond this reading. */
interface Marks {
  beyond: string[];
  look: (node: Node) => void;
  refuse: (node: Node) => void;
  /** Whether anything but blanks was never looked at. */
  isUnseen(): boolean;
}

function createMarks(source: string): Marks {
  const seen = Array.from({ length: source.length }, () => false);
  const beyond: string[] = [];
  const look = ({ startIndex, endIndex }: Node): void => void seen.fill(true, startIndex, endIndex);
  return {
    beyond,
    look,
    refuse: (node) => {
      look(node);
      beyond.push(node.isMissing ? `a missing ${node.type}` : node.type);
    },
    // A backslash at the end of a line belongs to nothing.
    isUnseen: () =>
      seen.some(
        (known, index) => !known && /\S/.test(source[index] ?? '') && !source.startsWith('\\\n', index),
      ),
  };
}

function wordOf(marks: Marks, node: Node): SecondCommand['words'][number] {
  const { value, mask } = literal(marks, node);
  return { value, glob: /[*?]|\[.+\]/s.test(mask) };
}

/** @returns in `mask`, an x for every character that is quoted */
function literal(marks: Marks, node: Node): { value: string; mask: string } {
  const { type, text } = node;
  const quoted = (value: string) => ({ value, mask: 'x'.repeat(value.length) });
  if (isFault(node)) marks.refuse(node);
  marks.look(node);
  switch (type) {
    case 'raw_string':
      return quoted(text.slice(1, -1));
    case 'string':
      for (const child of node.children)
        if (!['"', '$', 'string_content'].includes(child.type)) marks.refuse(child);
      return quoted(text.slice(1, -1).replaceAll(/\\([$`"\\])/g, '$1'));
    case 'command_name':
    case 'concatenation':
    case 'variable_assignment': {
      const pieces = node.children.map((child) => literal(marks, child));
      const join = (key: 'value' | 'mask') => pieces.map((piece) => piece[key]).join('');
      return { value: join('value'), mask: join('mask') };
    }
    default:
      if ((node.isNamed && !plainPieces.has(type)) || text === '$' || node.namedChildCount > 0)
        marks.refuse(node);
      return { value: text.replaceAll(/\\(.)/gs, '$1'), mask: text.replaceAll(/\\./gs, 'x') };
  }
}

function isFault({ isError, isMissing }: Node): boolean {
  return isError || isMissing;
}
