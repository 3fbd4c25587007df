import { firstProgram, isCommand, isCommandSpan, isGate, programs, scriptStart } from './commands.ts';
import { checkOf, gateOf } from './gate-of.ts';
import { forShell } from './needs-bash.ts';
import { provesNothing } from './proves-nothing.ts';
import { unsetVariable } from './unset-variable.ts';
import { reachesOut } from './reaches-out.ts';
import { firstLine, prompt, shellLines, withoutOutput, type Line } from './shell-lines.ts';
import { assigns, goes, isCommandLike, isScript, prepares, scriptOf } from './shell-script.ts';
import { withoutQuotes } from './shell-words.ts';

/** Such words describe a result: no argument has these names. */
const sentence =
  /(?:^|\s)(?:the|this|is|are|should|must|returns?|shows?|passes|succeeds|with no|without)(?=\s|[.,;:]|$)/i;

/**
 * @returns the gates of a shell block, without comments, prompts and output, with continued lines joined. Lines that
 *   depend on an earlier line (`cd x`, `NAME=value`, a new directory) are one gate together.
 */
export function commandsOfBlock(text: string): string[] {
  return checksOfBlock(text)
    .filter((check) => !provesNothing(check))
    .map(forShell);
}

/**
 * Like {@link commandsOfBlock}, if the document states the expectation afterwards: also commands that always succeed.
 */
export function checksOfBlock(text: string): string[] {
  const all = shellLines(withoutOutput(text));
  // Commands after a server or a container need it, and it is not running.
  const starter = all.findIndex(({ command }) => startsService(command));
  const lines = starter < 0 ? all : all.slice(0, starter);
  if (isScript(all.map(({ command }) => command))) return starter < 0 ? scriptOf(text) : [];
  const hasPrompt = prompt.test(firstLine(text));
  const isOwn = (command: string) => hasPrompt || isCommandSpan(command) || isCommand(command);
  const needed = lines.slice(0, -1).some(({ command }) => makes.test(withoutQuotes(command)));
  if (needed || lines.some(({ command }) => assigns.test(command))) return together(lines, isOwn);
  const commands: string[] = [];
  let place = '';
  for (const { command, words } of lines) {
    if (goes.test(command)) {
      place += `${posixSource(command)} && `;
      continue;
    }
    const gate = isOwn(command) && isGate(command) ? checkOf(command, words) : undefined;
    if (gate === undefined || reachesOut(place + gate)) continue;
    commands.push(gate);
    if (place !== '') commands.splice(-1, 1, place + gate);
  }
  return place === '' ? commands : inPlaces(lines, isOwn, commands);
}

/** It keeps the number of matches in a variable, for a later line. */
const countsMatches = /^(?:export\s+)?[A-Za-z_]\w*="?\$\((?:[^()]*\|\s*)?(?:[ef]?grep|rg)\s[^()|]*\)"?$/;

function startsService(command: string): boolean {
  const bare = withoutQuotes(command);
  return (
    /^(?:docker|podman)(?:-|\s+)compose\s(?:.*\s)?(?:up|start)(?=\s|$)|^(?:docker|podman)\s+(?:start|run\s(?:.*\s)?(?:-d|--detach))(?=\s|$)/.test(
      bare,
    ) || /(?:^|[^&])&\s*$/.test(bare.replaceAll(/\d?>&\d/g, ''))
  );
}

/** It creates something that a later line may need. */
const makes = /^(?:mkdir|cp|mv|touch|rm|ln|tar|unzip)\s|[^>&\d]>{1,2}\s*(?!\/dev\/)[\w./"$-]/;

/** `.` searches PATH for a file without a slash, and not every shell knows `source`. */
function posixSource(command: string): string {
  return command.replace(
    /^(?:source|\.)\s+(\S+)$/,
    (_, file: string) => `. ${file.includes('/') ? file : `./${file}`}`,
  );
}

/** If a block changes the directory, the following lines are one gate with it. */
function inPlaces(
  lines: readonly Line[],
  isOwn: (command: string) => boolean,
  single: readonly string[],
): string[] {
  const first = lines.findIndex(({ command }) => goes.test(command));
  const before = lines
    .slice(0, first)
    .filter(({ command, words }) => isOwn(command) && isGate(command) && checkOf(command, words));
  const rest = single.slice(before.length);
  if (rest.length <= 1) return [...single];
  return [...single.slice(0, before.length), ...together(lines.slice(first), isOwn)];
}

/** Joins lines to one script: each must succeed. A line that cannot be part of it leaves the whole as text. */
function together(lines: readonly Line[], isOwn: (command: string) => boolean): string[] {
  const script: string[] = [];
  let proves = false;
  for (const { command, words } of lines) {
    if (countsMatches.test(command)) {
      // grep fails if it counts none, which would end a script.
      script.push(`${command} || :`);
      continue;
    }
    if (goes.test(command) || assigns.test(command) || /^set\s+[-+]\w+$/.test(command)) {
      script.push(posixSource(command));
      continue;
    }
    const gate = checkOf(command, words);
    if (gate !== undefined && isOwn(command)) {
      // An earlier line may set the compared value.
      proves ||= unsetVariable(gate) !== undefined || !provesNothing(gate);
      script.push(lineThatEnds(gate));
    } else if (prepares.test(command) && !reachesOut(command)) script.push(command);
    else if (isOwn(command) && shownOnly.test(command)) continue;
    else return [];
  }
  const whole = scriptStart + script.join('\n');
  return proves && isGate(whole) ? [forShell(whole)] : [];
}

const shownOnly = /^(?:git\s+(?:status|log|diff|show)|ls|cat|pwd)\b/;

/** `set -e` ignores a failing `! command`. */
function lineThatEnds(gate: string): string {
  return gate.startsWith('! ') ? `if ${gate.slice(2)}; then exit 1; fi` : gate;
}

/** @returns the command of a field as a gate: one line, or several as one script */
export function statedGate(text: string): string | undefined {
  return /[\n\r]/.test(text.trim()) ? statedCommand(text) : gateOf(text.trim());
}

/**
 * @returns the command of a field on one line: several lines one after the other, each of which must succeed;
 *   undefined for a script that cannot be written so, and for text that is not a command
 */
export function statedCommand(text: string): string | undefined {
  const lines = shellLines(text).filter(({ command }) => !/^set\s+[-+]\w+(?:\s+\w+)*$/.test(command));
  const written = lines.map(({ command }) => command);
  if (isScript(written)) return scriptOf(text)[0];
  const [only] = lines;
  if (
    lines.length > 1 &&
    lines.some(
      ({ command, words }) => words !== '' || assigns.test(command) || /;|\|\|/.test(withoutQuotes(command)),
    )
  )
    return together(lines, (command) => isCommandLike(command))[0];
  const command = written
    .map(posixSource)
    .join(' && ')
    .replace(/^`([^`]+)`$/, '$1')
    .replace(/^(?:Run|Command)\s*:\s+/i, '');
  if (!isGate(command)) return undefined;
  const gate = gateOf(command, only && lines.length === 1 ? only.words : '');
  const bare = withoutQuotes(command);
  const isShell = /^\W*[a-z[]/.test(bare) && /\s-{1,2}\w|[/=|"']|&&/.test(command);
  return (isShell || programs.has(firstProgram(command))) && !sentence.test(bare) ? gate : undefined;
}
