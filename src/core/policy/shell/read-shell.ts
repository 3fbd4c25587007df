/**
 * Reads a command line with a real parser, construct by construct. A construct that is not listed makes the line
 * unclear: then no rule allows it. Its commands are still reported, at any depth, so that deny and ask rules can
 * match them.
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
import { readCommand } from './read-command.ts';
import { fault, type ShellReading } from './shell-reading.ts';
import { resolveWord } from './resolve-word.ts';
import { isOwnName, type KnownValue } from './variables.ts';

/** Maximum characters of a line. Claude Code has the same limit. */
export const maximumLength = 10_000;

/** Maximum nesting of command lines in arguments of commands. */
const maximumNesting = 8;

/** Maximum nesting of constructs; the parser reads a substitution again for each one around it. */
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

/** Control characters except tab and newline, and characters that only look like a blank. */
// eslint-disable-next-line no-control-regex
const hidden = /[\0-\u0008\u000B-\u001F\u007F-\u00A0]|(?! )[\p{Zs}\p{Zl}\p{Zp}\p{Cf}]/u;

/** Understood constructs; the parts of commands, words and redirections are checked separately. */
const understood = new Set(
  'Script Statement AndOr Pipeline Negation Time Word Literal SingleQuoted DoubleQuoted Glob Assignment Redirect FileDescriptor'.split(
    ' ',
  ),
);

/** Maximum number of words of a loop. */
const maximumRounds = 20;

/** The state of reading a command line. */
interface Walk {
  source: string;
  reading: ShellReading;
  /** Nesting of command lines in arguments of commands. */
  nesting: number;
  /** Visited parts of the text. */
  seen: Span[];
  depth: number;
  /** Variables that are known at this point; only commands that always run may set one. */
  values: Map<string, KnownValue>;
  /** Whether the visited node runs exactly once, whatever happens before it. */
  isCertain: boolean;
  isLoop: boolean;
}

function visitScript(source: string, reading: ShellReading, nesting: number): void {
  const walk: Walk = {
    source,
    reading,
    nesting,
    seen: [],
    depth: 0,
    values: new Map(),
    isCertain: true,
    isLoop: false,
  };
  try {
    const script = parse(source);
    visit(walk, script);
    reading.chained = nesting === 0 && isChain(script);
  } catch {
    // The parser is recursive, and throws when the stack is full.
    fault(reading, 'it cannot be parsed: the parser gave up');
  }
  if (isLeftOver(source, walk.seen)) fault(reading, 'something in it belongs to no command');
}

function visitInside(walk: Walk, node: SyntaxNode): void {
  if (walk.depth >= maximumDepth) return fault(walk.reading, 'its parts are nested too deeply');
  walk.depth += 1;
  forEachChild(node, (child) => visit(walk, child));
  walk.depth -= 1;
}

/** Variables set inside are unknown outside, and may not be set. */
function visitUncertain(walk: Walk, visits: () => void): void {
  const { values, isCertain } = walk;
  walk.values = new Map(values);
  walk.isCertain = false;
  visits();
  walk.values = values;
  walk.isCertain = isCertain;
}

/** Between two parts of a construct only its keywords may occur. */
function claim(walk: Walk, pos: number, end: number, words: RegExp): void {
  if (words.test(walk.source.slice(pos, end))) walk.seen.push({ pos, end });
  else fault(walk.reading, 'a construct is written in an unusual way');
}

function visit(walk: Walk, node: SyntaxNode): void {
  if ('errors' in node && node.errors && node.errors.length > 0)
    fault(walk.reading, `it cannot be parsed: ${node.errors[0]?.message ?? ''}`);
  if (node.type === 'Command') return visitCommand(walk, node);
  if (node.type === 'AndOr') return visitChain(walk, node);
  if (node.type === 'Subshell') return visitSubshell(walk, node);
  if (node.type === 'For') return visitLoop(walk, node);
  if (node.type === 'If') return visitIf(walk, node);
  if (!understood.has(node.type)) fault(walk.reading, `it uses ${constructName(node.type)}`);
  if (node.type === 'Script' && node.shebang !== undefined) fault(walk.reading, 'it is a script of its own');
  if (node.type === 'Statement' && node.background)
    fault(walk.reading, 'it runs something in the background');
  if (node.type === 'Pipeline') return visitPipeline(walk, node);
  return visitInside(walk, node);
}

function visitPipeline(walk: Walk, node: Extract<SyntaxNode, { type: 'Pipeline' }>): void {
  const before = walk.reading.commands.length;
  if (node.commands.length > 1) visitUncertain(walk, () => visitInside(walk, node));
  else visitInside(walk, node);
  walk.seen.push(...node.prefixes);
  const [prefix] = node.prefixes;
  if (node.prefixes.length > 1 || (prefix?.type === 'Time' && prefix.endOfOptions))
    fault(walk.reading, `it uses "!" or "time" in an unusual way`);
  const length = walk.reading.commands.length - before;
  if (length === 0) fault(walk.reading, 'it holds no command');
  walk.reading.pipelines.push(Array.from({ length }, (_, index) => before + index));
}

function visitCommand(walk: Walk, node: Command): void {
  const { isPlain, inner } = readCommand(node, walk);
  if (walk.nesting < maximumNesting)
    for (const script of inner) visitInner(script, walk.reading, walk.nesting + 1);
  else fault(walk.reading, 'commands are nested too deeply');
  walk.seen.push(...partsOf(node), ...node.redirects.flatMap(bodyOf));
  const inside = node.name === undefined ? [...node.prefix] : partsOf(node);
  // A part that was understood word by word needs no second visit.
  if (!isPlain) for (const part of inside) visit(walk, part);
}

function visitSubshell(walk: Walk, node: Extract<SyntaxNode, { type: 'Subshell' }>): void {
  walk.reading.extended = true;
  claim(walk, node.pos, node.body.pos, /^\(\s*$/);
  claim(walk, node.body.end, node.end, /^[\s;]*\)$/);
  visitUncertain(walk, () => visitBody(walk, node.body));
}

/** After `&&` or `||` a command may be skipped; assignments at the beginning never are. */
function visitChain(walk: Walk, node: Extract<SyntaxNode, { type: 'AndOr' }>): void {
  const first = node.commands.findIndex(
    (command) => command.type !== 'Command' || command.name !== undefined,
  );
  const leading = node.operators.every((operator) => operator === '&&') ? Math.max(first, 0) : 0;
  for (const [index, command] of node.commands.entries()) {
    if (index <= leading) visit(walk, command);
    else visitUncertain(walk, () => visit(walk, command));
  }
}

function visitBody(walk: Walk, body: CompoundList): void {
  for (const statement of body.commands) visit(walk, statement);
}

function visitLoop(walk: Walk, node: Extract<SyntaxNode, { type: 'For' }>): void {
  const { name, wordlist, body } = node;
  walk.reading.extended = true;
  claim(walk, node.pos, body.pos, /^for[ \t]+\w+[ \t]+in[ \t]+[^;&|()<>`$\n\\]+(?:;|\n)\s*do\s+$/);
  claim(walk, body.end, node.end, /^[\s;]*done$/);
  const found = (wordlist ?? []).map((word) => resolveWord(word, walk.values));
  const why = found.find((word) => word.why !== null)?.why;
  if (why !== undefined && why !== null) fault(walk.reading, why);
  if (!isOwnName(name.text)) fault(walk.reading, `it sets the variable ${name.text}`);
  const rounds = found.flatMap(({ words }) => words);
  if (rounds.length === 0 || rounds.length > maximumRounds)
    fault(walk.reading, 'a loop goes through too many words');
  const wasLoop = walk.isLoop;
  walk.isLoop = true;
  for (const { value, glob } of rounds.slice(0, maximumRounds))
    visitUncertain(walk, () => {
      walk.values.set(name.text, { value, glob });
      visitBody(walk, body);
    });
  walk.isLoop = wasLoop;
}

function visitIf(walk: Walk, node: Extract<SyntaxNode, { type: 'If' }>): void {
  walk.reading.extended = true;
  claim(walk, node.pos, node.clause.pos, /^if\s+$/);
  claim(walk, node.clause.end, node.then.pos, /^[\s;]*then\s+$/);
  let last = node.then;
  visitUncertain(walk, () => {
    visitBody(walk, node.clause);
    visitBody(walk, node.then);
    for (const { clause, then } of node.elif) {
      claim(walk, last.end, clause.pos, /^[\s;]*elif\s+$/);
      claim(walk, clause.end, then.pos, /^[\s;]*then\s+$/);
      visitBody(walk, clause);
      visitBody(walk, then);
      last = then;
    }
    if (node.else) {
      claim(walk, last.end, node.else.pos, /^[\s;]*else\s+$/);
      visitBody(walk, node.else);
      last = node.else;
    }
  });
  claim(walk, last.end, node.end, /^[\s;]*fi$/);
}

/** Whether a script is simple commands and pipes, joined by `&&` only. */
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

/** Returns the text of a here-document. */
function bodyOf(redirect: Redirection): Span[] {
  if (redirect.type !== 'HereDoc') return [];
  return [redirect.body, ...(redirect.closing ? [redirect.closing] : [])];
}

type Span = Pick<SyntaxNode, 'pos' | 'end'>;

/** Returns the parts of a command that may contain other commands. */
function partsOf({ name, prefix, suffix }: Command): SyntaxNode[] {
  return [...prefix, ...(name ? [name] : []), ...suffix];
}

/** Whether anything but separators and comments was skipped: the parser omits text that it cannot read. */
function isLeftOver(source: string, seen: readonly Span[]): boolean {
  let from = 0;
  const gaps: string[] = [];
  for (const { pos, end } of [...seen.toSorted((a, b) => a.pos - b.pos), { pos: source.length, end: 0 }]) {
    if (pos > from) gaps.push(source.slice(from, pos));
    from = Math.max(from, end);
  }
  const continued = source.split('\\\n').length - 1;
  if (continued === 0) return !gaps.every((gap) => /^(?:[\s;|&]|#[^\n]*)*$/.test(gap));
  // A line continues after a backslash: parsers agree on that only between words, after a blank.
  const between = gaps.reduce((sum, gap) => sum + gap.split('\\\n').length - 1, 0);
  if (/\\\n\s*$/.test(source)) return true;
  return between !== continued || !gaps.every((gap) => /^(?:[\s;|&]|(?<=[ \t])\\\n)*$/.test(gap));
}

/**
 * A command line passed to a shell as an argument is read for deny and ask rules only; the command itself is judged
 * as it is.
 */
function visitInner(source: string, reading: ShellReading, nesting: number): void {
  const inner: ShellReading = { unclear: null, commands: [], pipelines: [], extended: false, chained: false };
  visitScript(source, inner, nesting);
  for (const command of inner.commands) reading.commands.push(command);
  fault(reading, 'it hands a command line to another shell');
}
