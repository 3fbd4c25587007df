/**
 * A command line read by a real parser, construct by construct. What is not on the list of constructs understood here
 * makes the line unclear: then nothing is allowed by understanding it. The commands found in it, wherever they stand,
 * are told all the same, so that what forbids can speak about them.
 */
import {
  forEachChild,
  parse,
  type Command,
  type CompoundList,
  type ParsedScript,
  type PipelineNode,
  type Redirection,
  type SyntaxNode,
} from 'unbash';
import { constructName } from './construct-name.ts';
import { readCommand, type Context } from './read-command.ts';
import { fault, type ShellReading } from './shell-reading.ts';
import { resolveWord } from './resolve-word.ts';
import { isOwnName, type KnownValue } from './variables.ts';

/** Characters; a longer line is not read. Claude Code gives up at the same length. */
export const maximumLength = 10_000;

/** Calls of commands that hold command lines in their arguments, one in another. */
const maximumNesting = 8;

/** Constructs in one another; the parser reads a substitution once more for each that it stands in. */
const maximumDepth = 60;

export function readShell(source: string): ShellReading {
  const reading: ShellReading = {
    unclear: null,
    commands: [],
    pipelines: [],
    extended: false,
    chained: false,
  };
  if (source.length > maximumLength)
    return { ...reading, unclear: `it is longer than ${maximumLength} characters` };
  if (hidden.test(source)) reading.unclear = 'it holds characters that cannot be seen';
  visitScript(source, reading, 0);
  return reading;
}

/** Controls but for tab and newline, and blanks that only look like one. */
// eslint-disable-next-line no-control-regex
const hidden = /[\0-\u0008\u000B-\u001F\u007F-\u00A0]|(?! )[\p{Zs}\p{Zl}\p{Zp}\p{Cf}]/u;

/** Constructs that are understood; what commands, words and redirections are made of is looked at on their own. */
const understood = new Set(
  'Script Statement AndOr Pipeline Negation Time Word Literal SingleQuoted DoubleQuoted Glob Assignment Redirect FileDescriptor'.split(
    ' ',
  ),
);

/** As many words as a loop may go through. */
const maximumRounds = 20;

function visitScript(source: string, reading: ShellReading, nesting: number): void {
  /** What has been looked at. */
  const seen: Span[] = [];
  let depth = 0;
  /** Variables that are known at this place; only what always runs may set one. */
  let values: Map<string, KnownValue> = new Map();
  /** Whether what is visited is run exactly once, whatever happens before it. */
  let isCertain = true;
  let isLoop = false;
  const context = (): Context => ({ source, reading, values, isCertain, isLoop });

  const visitInside = (node: SyntaxNode): void => {
    if (depth >= maximumDepth) return fault(reading, 'its parts are nested too deeply');
    depth += 1;
    forEachChild(node, visit);
    depth -= 1;
  };
  /** What is set inside is not known outside, and is not set for sure. */
  const visitUncertain = (visits: () => void): void => {
    const before = { values, isCertain };
    values = new Map(values);
    isCertain = false;
    visits();
    ({ values, isCertain } = before);
  };
  /** What stands between two parts of a construct has to be the words of that construct and nothing else. */
  const claim = (pos: number, end: number, words: RegExp): void => {
    if (words.test(source.slice(pos, end))) seen.push({ pos, end });
    else fault(reading, 'a construct is written in an unusual way');
  };

  const visit = (node: SyntaxNode): void => {
    if ('errors' in node && node.errors && node.errors.length > 0)
      fault(reading, `it cannot be parsed: ${node.errors[0]?.message ?? ''}`);
    if (node.type === 'Command') return visitCommand(node);
    if (node.type === 'AndOr') return visitChain(node);
    if (node.type === 'Subshell') return visitSubshell(node);
    if (node.type === 'For') return visitLoop(node);
    if (node.type === 'If') return visitIf(node);
    if (!understood.has(node.type)) fault(reading, `it uses ${constructName(node.type)}`);
    if (node.type === 'Script' && node.shebang !== undefined) fault(reading, 'it is a script of its own');
    if (node.type === 'Statement' && node.background) fault(reading, 'it runs something in the background');
    if (node.type !== 'Pipeline') return visitInside(node);
    const before = reading.commands.length;
    if (node.commands.length > 1) visitUncertain(() => visitInside(node));
    else visitInside(node);
    seen.push(...node.prefixes);
    const [prefix] = node.prefixes;
    if (node.prefixes.length > 1 || (prefix?.type === 'Time' && prefix.endOfOptions))
      fault(reading, `it uses "!" or "time" in an unusual way`);
    const length = reading.commands.length - before;
    if (length === 0) fault(reading, 'it holds no command');
    reading.pipelines.push(Array.from({ length }, (_, index) => before + index));
  };

  const visitCommand = (node: Command): void => {
    const { isPlain, inner } = readCommand(node, context());
    if (nesting < maximumNesting) for (const script of inner) visitInner(script, reading, nesting + 1);
    else fault(reading, 'commands are nested too deeply');
    seen.push(...partsOf(node), ...node.redirects.flatMap(bodyOf));
    const inside = node.name === undefined ? [...node.prefix] : partsOf(node);
    // What has been understood word by word needs no second look.
    if (!isPlain) for (const part of inside) visit(part);
  };
  const visitSubshell = (node: Extract<SyntaxNode, { type: 'Subshell' }>): void => {
    reading.extended = true;
    claim(node.pos, node.body.pos, /^\(\s*$/);
    claim(node.body.end, node.end, /^[\s;]*\)$/);
    visitUncertain(() => visitBody(node.body));
  };
  /** Behind `&&`, `||` a command may be left out; assignments at the beginning never are. */
  const visitChain = (node: Extract<SyntaxNode, { type: 'AndOr' }>): void => {
    const first = node.commands.findIndex(
      (command) => command.type !== 'Command' || command.name !== undefined,
    );
    const leading = node.operators.every((operator) => operator === '&&') ? Math.max(first, 0) : 0;
    for (const [index, command] of node.commands.entries()) {
      if (index <= leading) visit(command);
      else visitUncertain(() => visit(command));
    }
  };
  const visitBody = (body: CompoundList): void => {
    for (const statement of body.commands) visit(statement);
  };
  const visitLoop = (node: Extract<SyntaxNode, { type: 'For' }>): void => {
    const { name, wordlist, body } = node;
    reading.extended = true;
    claim(node.pos, body.pos, /^for[ \t]+\w+[ \t]+in[ \t]+[^;&|()<>`$\n\\]+(?:;|\n)\s*do\s+$/);
    claim(body.end, node.end, /^[\s;]*done$/);
    const found = (wordlist ?? []).map((word) => resolveWord(word, values));
    const why = found.find((word) => word.why !== null)?.why;
    if (why !== undefined && why !== null) fault(reading, why);
    if (!isOwnName(name.text)) fault(reading, `it sets the variable ${name.text}`);
    const rounds = found.flatMap(({ words }) => words);
    if (rounds.length === 0 || rounds.length > maximumRounds)
      fault(reading, 'a loop goes through too many words');
    const wasLoop = isLoop;
    isLoop = true;
    for (const { value, glob } of rounds.slice(0, maximumRounds))
      visitUncertain(() => {
        values.set(name.text, { value, glob });
        visitBody(body);
      });
    isLoop = wasLoop;
  };
  const visitIf = (node: Extract<SyntaxNode, { type: 'If' }>): void => {
    reading.extended = true;
    claim(node.pos, node.clause.pos, /^if\s+$/);
    claim(node.clause.end, node.then.pos, /^[\s;]*then\s+$/);
    let last = node.then;
    visitUncertain(() => {
      visitBody(node.clause);
      visitBody(node.then);
      for (const { clause, then } of node.elif) {
        claim(last.end, clause.pos, /^[\s;]*elif\s+$/);
        claim(clause.end, then.pos, /^[\s;]*then\s+$/);
        visitBody(clause);
        visitBody(then);
        last = then;
      }
      if (node.else) {
        claim(last.end, node.else.pos, /^[\s;]*else\s+$/);
        visitBody(node.else);
        last = node.else;
      }
    });
    claim(last.end, node.end, /^[\s;]*fi$/);
  };

  try {
    const script = parse(source);
    visit(script);
    reading.chained = nesting === 0 && isChain(script);
  } catch {
    // The parser calls itself for what is nested, until there is no stack left.
    fault(reading, 'it cannot be parsed: the parser gave up');
  }
  if (isLeftOver(source, seen)) fault(reading, 'something in it belongs to no command');
}

/** Whether a script is simple commands and pipes, with nothing but `&&` between them. */
function isChain({ commands }: ParsedScript): boolean {
  const [statement] = commands;
  if (!statement || commands.length > 1 || statement.background) return false;
  const { command } = statement;
  const isSimple = (node: PipelineNode) =>
    node.type === 'Command' ||
    (node.type === 'Pipeline' &&
      node.prefixes.length === 0 &&
      node.commands.every(({ type }) => type === 'Command'));
  if (command.type !== 'AndOr') return isSimple(command);
  return command.operators.every((operator) => operator === '&&') && command.commands.every(isSimple);
}

/** Where the text of a here-document stands. */
function bodyOf(redirect: Redirection): Span[] {
  if (redirect.type !== 'HereDoc') return [];
  return [redirect.body, ...(redirect.closing ? [redirect.closing] : [])];
}

type Span = Pick<SyntaxNode, 'pos' | 'end'>;

/** The parts of a command, in which other commands may hide. */
function partsOf({ name, prefix, suffix }: Command): SyntaxNode[] {
  return [...prefix, ...(name ? [name] : []), ...suffix];
}

/** Whether anything but separators and comments was passed over: the parser leaves out what it can make nothing of. */
function isLeftOver(source: string, seen: readonly Span[]): boolean {
  let from = 0;
  const gaps: string[] = [];
  for (const { pos, end } of [...seen.toSorted((a, b) => a.pos - b.pos), { pos: source.length, end: 0 }]) {
    if (pos > from) gaps.push(source.slice(from, pos));
    from = Math.max(from, end);
  }
  const continued = source.split('\\\n').length - 1;
  if (continued === 0) return !gaps.every((gap) => /^(?:[\s;|&]|#[^\n]*)*$/.test(gap));
  // A line goes on behind a backslash: only between words, where a blank stands before it, do all agree on what that means.
  const between = gaps.reduce((sum, gap) => sum + gap.split('\\\n').length - 1, 0);
  if (/\\\n\s*$/.test(source)) return true;
  return between !== continued || !gaps.every((gap) => /^(?:[\s;|&]|(?<=[ \t])\\\n)*$/.test(gap));
}

/** Command lines given to a shell as an argument are read for what forbids only; the command itself is judged as it is. */
function visitInner(source: string, reading: ShellReading, nesting: number): void {
  const inner: ShellReading = { unclear: null, commands: [], pipelines: [], extended: false, chained: false };
  visitScript(source, inner, nesting);
  for (const command of inner.commands) reading.commands.push(command);
  fault(reading, 'it hands a command line to another shell');
}
