import { isFitToProve } from './fit-to-prove.ts';
import { withoutQuotes, withoutSettings } from './shell-words.ts';

/** Which words of a plan are commands. Only what clearly is one may become a gate: the rest stays words. */

/** First words that begin a command even outside a code span. */
const programs = new Set(
  (
    'ant bash bats bazel bazelisk biome brew buf bun bunx bundle cabal cargo cmake composer coverage ctest curl dart deno ' +
    'docker docker-compose dotnet eslint flake8 flutter forge gcc git go golangci-lint gradle gradlew grep rg helm hurl jest ' +
    'jq just kubectl lake lein luacheck make meson mix mocha mvn mvnw mypy nim ninja nix node npm npx nox nx phpstan phpunit ' +
    'php playwright pnpm poetry pre-commit prettier prove psql pyright pytest python python3 pdm rake rspec rubocop ruby ruff ' +
    'rustc rye sbt sh shellcheck sqlite3 stack staticcheck stylelint swift swiftlint task terraform terragrunt tox tsc tsx ' +
    'turbo uv uvx vitest vue-tsc wc xcodebuild yarn zig zsh diff'
  ).split(' '),
);
/** Programs only where more of the line looks like a command: these are also plain words. */
const wordPrograms = new Set([
  'test',
  'cat',
  'ls',
  'head',
  'tail',
  'find',
  'echo',
  'cd',
  'which',
  'true',
  'stat',
  'awk',
  'sed',
]);
/** Where programs lie inside of a repository. */
const programPath = /^(?:\.{1,2}\/|scripts?\/)[\w./-]+$|(?:^|(?<!src)\/)\.?bin\/[\w.-]+$/;
/** In a command these stand in quotation marks or not at all. */
const prose =
  /(?:^|\s)(?:the|and|that|this|is|are|should|shows?|must|returns?|sure|passes|succeeds|works|verify|confirm|check that|with no|without|all|works?|to see|then|output)(?=\s|[.,;:]|$)/i;
/** Such words say what comes of a command: no argument is called so. */
const sentence =
  /(?:^|\s)(?:the|this|is|are|should|must|returns?|shows?|passes|succeeds|with no|without)(?=\s|[.,;:]|$)/i;

export const shellLanguages = new Set([
  'bash',
  'sh',
  'shell',
  'zsh',
  'console',
  'shell-session',
  'terminal',
  'fish',
]);

/** @returns whether a line outside a code span is clearly a command */
export function isCommand(line: string): boolean {
  const text = line.trim();
  if (text === '' || text.length > 1_000 || /[\n\r]/.test(text)) return false;
  const first = firstProgram(text);
  const bare = withoutQuotes(text);
  if (prose.test(bare) || /[.:]$/.test(bare.replace(/(?:^|\s)\.{1,3}(?:\/\.\.\.)?$|\/\.\.\.$/, '')))
    return false;
  if (first.includes('/')) return programPath.test(first);
  if (programs.has(first)) return true;
  return wordPrograms.has(first) && /(?:\s-{1,2}\w|\s\S*\/|&&|\||\s\[)/.test(bare);
}

/** @returns whether what stands in a code span or a shell block can be a gate: it ends by itself and changes nothing outside */
export function isGate(command: string): boolean {
  const text = command.trim();
  if (text === '' || text.length > 2_000 || /[\n\r]/.test(text) || text.includes('\0')) return false;
  // What is to be filled in, and words with code in them.
  if (/[<[{](?:[A-Za-z][\w -]*)[>\]}](?!\S)|`/.test(withoutQuotes(text))) return false;
  return firstProgram(text) !== '' && isFitToProve(text);
}

/** @returns whether a code span holds a command, not a name or a path */
export function isCommandSpan(span: string): boolean {
  if (!isGate(span)) return false;
  const first = firstProgram(span);
  if (programs.has(first))
    return /\s/.test(span.trim()) || !['git', 'go', 'node', 'task', 'test', 'diff', 'forge'].includes(first);
  if (/\s/.test(span.trim())) return wordPrograms.has(first) || programPath.test(first);
  return first.startsWith('./');
}

/**
 * @returns the commands of a shell block: comments, prompts and shown output left out, continued lines joined; behind
 * `cd x` each goes there itself, for each will be run by itself
 */
export function commandsOfBlock(text: string): string[] {
  const lines = shellLines(text);
  if (isScript(lines)) return [];
  // Where the first line has a prompt, lines without it are what was printed.
  const prompt = /^[$>%] /.exec(lines[0] ?? '')?.[0] ?? '';
  const commands: string[] = [];
  let before = '';
  for (const line of lines) {
    if (!line.startsWith(prompt)) continue;
    const command = line.slice(prompt.length).replace(/\s+#\s.*$/, '');
    if (/^(?:cd|source|\.)\s+\S+$/.test(command)) before += `${command} && `;
    else if (isGate(command) && (prompt !== '' || isCommandSpan(command) || isCommand(command)))
      commands.push(before + command);
  }
  return commands;
}

/**
 * @returns what a plan calls a command, in one line: several lines one after the other, as long as each succeeds;
 * undefined for a script that cannot be put so, and for words that are no command
 */
export function statedCommand(text: string): string | undefined {
  const lines = shellLines(text).filter((line) => !/^set\s+[-+]\w+(?:\s+\w+)*$/.test(line));
  if (isScript(lines)) return undefined;
  const command = lines
    .join(' && ')
    .replace(/^`([^`]+)`$/, '$1')
    .replace(/^(?:Run|Command)\s*:\s+/i, '');
  if (!isGate(command)) return undefined;
  const bare = withoutQuotes(command);
  const isShell = /^\W*[a-z[]/.test(bare) && /\s-{1,2}\w|[/=|"']|&&/.test(command);
  return (isShell || programs.has(firstProgram(command))) && !sentence.test(bare) ? command : undefined;
}

/** @returns the lines of a shell text without comments; what goes on in the next line is joined */
function shellLines(text: string): string[] {
  const commands: string[][] = [];
  let goesOn = false;
  for (const written of text.split(/\r\n|\n|\r/)) {
    const line = written.trim();
    if (line === '' || line.startsWith('#')) continue;
    const part = line.endsWith('\\') ? line.slice(0, -1).trimEnd() : line;
    const last = commands.at(-1);
    if (last && (goesOn || /^(?:&&|\|)/.test(line))) last.push(part);
    else commands.push([part]);
    goesOn = part !== line || /(?:&&|\|)$/.test(line);
  }
  return commands.map((parts) => parts.join(' '));
}

/** Loops, here-documents, functions and texts over several lines are one script: taken apart they would mean something else. */
function isScript(lines: readonly string[]): boolean {
  return lines.some(
    (line) =>
      /^(?:for|while|if|case|until|function)\b|<<-?\s*["']?\w|\(\)\s*\{/.test(line) ||
      /"|(?:^|[\s=(])'/.test(withoutQuotes(line).replaceAll(/\\./g, '')),
  );
}

/** @returns the first word that names a program, behind `cd x &&` and `NAME=value` */
function firstProgram(text: string): string {
  const rest = withoutSettings(text.replace(/^(?:\(?\s*cd\s+(?:"[^"]*"|'[^']*'|\S+)\s*(?:&&|;)\s*)+/, ''));
  const pattern =
    /^[!({\s]*(?:(?:time|timeout\s+\S+|env|npx|sudo)\s+)?(\[\[?|[\w./@~][\w./@+~-]*)(?=[\s;|&)]|$)/;
  return pattern.exec(rest)?.[1] ?? '';
}

/**
 * @returns the command without `&& echo OK || echo FAIL` at its end and without `2>&1 | tail -5`, behind which every
 * command succeeds
 */
export function withoutVerdict(command: string): string {
  return command
    .trim()
    .replace(/(?:\s*&&\s*echo\s+["']?[^"'|&;]*["']?)?\s*\|\|\s*echo\s+["']?[^"'|&;]*["']?$/, '')
    .replaceAll(/(?<=\s2>&1)\s*\|\s*(?:tail|head)(?:\s+-[\w-]+(?:\s+\d+)?)*(?=\s*(?:&&|;|$))/g, '');
}

/**
 * @returns commands in code spans of a line like "Run `npm test`" that test, build or lint, and are not to fail; without
 * spans, that of a line like "cargo test passes"
 */
export function checksIn(text: string, spans: readonly string[]): string[] {
  if (!(tells.test(text) || onlyCommand.test(text)) || toFail.test(text)) return [];
  const written = spans.length > 0 ? spans : (passing.exec(text.trim())?.[1] ?? []);
  return [written]
    .flat()
    .filter(
      (span) =>
        (spans.length > 0 ? isCommandSpan(span) : isCommand(span)) && checking.test(span) && isGate(span),
    );
}

/** A command and nothing else before the word. */
const passing = /^(?:[-*+]\s+)?(.{3,200}?)\s+(?:passes|pass|succeeds|exits? (?:with )?(?:code )?0)\.?$/;

/** It begins with the command, and says nothing that is to be done to it. */
const onlyCommand = /^\s*(?:[-*+]\s+)?(?:\d[\w.]*[.):]?\s+)?`[^`]+`\s*(?:$|[,;:.(→—–-]|(?:and|from)\b)/;

/** Words of those who have a command run. */
const tells =
  /\b(?:run|runs|verify|verif(?:ied|ication)|ensure|execute|check|confirm|pass(?:es)?|succeeds?|compiles?|validation|ejecutar?|verificar?|comprobar?|executar?|rodar?|ausführen|prüfen|jalankan|pastikan)\b|lancer|vérifi|запусти|провер|运行|执行|通过|実行|確認|成功|실행|통과/i;
const toFail = /(?:`|\b(?:it|they|tests?|must|should|to|expect(?:ed)?))\s+fails?\b|失敗する|紅燈|红灯/i;
const checking =
  /(?:^|[\s:/-])(?:tests?|test:[\w:-]+|lint|check|build|typecheck|type-check|tsc|clippy|vet|pytest|vitest|jest|mocha|mypy|ruff|eslint|rspec|validate|verify|ctest|nextest|phpunit|tox)\b(?!-)/;
