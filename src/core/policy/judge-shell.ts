/** Judges a command line: each command in it; the strictest verdict decides. */
import type { Decision, Verdict } from '../../contract/verdict.ts';
import type { SourcedRule } from '../../contract/settings.ts';
import type { ToolCall } from './call.ts';
import type { CarriedCommand } from './carried-command.ts';
import { gitElsewhere } from './git-elsewhere.ts';
import { byLevel, isInside } from './level.ts';
import { namedPlace, type NamedPlace } from './named-place.ts';
import {
  byProtection,
  byRule,
  firstRule,
  rulesInForce,
  strictest,
  type Ground,
  type Policy,
} from './policy.ts';
import { protectPath } from './protection/protect-path.ts';
import { isDoubtful } from './protection/protection.ts';
import { protectCommand, protectShell } from './protection/protect-shell.ts';
import { matchesCommand } from './rules/match-command.ts';
import { matcherOf, matches } from './rules/matches.ts';
import { parseRule, type ParsedRule } from './rules/parse-rule.ts';
import { someName } from './rules/patterns-meet.ts';
import { allowing, isHarmless, isUnderstood } from './shell/allows-command.ts';
import { forbiddenTexts } from './shell/forbidden-texts.ts';
import { handedOn } from './shell/handed-on.ts';
import { operandsOf, tellsWords } from './shell/named-files.ts';
import { placesOf, type Places } from './shell/places.ts';
import { maximumLength, readShell } from './shell/read-shell.ts';
import type { ShellCommand, ShellReading } from './shell/shell-reading.ts';
import { mayOccur } from './shell/too-long.ts';
import { touchedFiles, type TouchedFile } from './shell/touched-files.ts';
import { unwrapped } from './shell/wrappers.ts';

type JudgeFile = (call: ToolCall) => Ground;

export function judgeShell(
  policy: Policy,
  call: ToolCall,
  { line: source, env, unclear: unread }: CarriedCommand,
  judgeFile: JudgeFile,
): Verdict {
  if (source.length > maximumLength)
    return judgeUnread(policy, call, source, `it is longer than ${maximumLength} characters`);
  const reading = readShell(source);
  reading.unclear ??= unread;
  for (const command of reading.commands) command.assignments.push(...env);
  const places = placesOf(reading, call.cwd, call.machine.home);
  if (wordsIn(reading) * places.directories.length > maximumWords)
    return judgeUnread(
      policy,
      call,
      source,
      `it has more than ${maximumWords} words, in all its directories`,
    );
  const calls = places.directories.map((cwd) => ({ ...call, cwd }));
  const touched = touchFinder(calls);
  const forbids = (decision: Decision, texts: readonly string[], commands: readonly ShellCommand[]) =>
    firstRule(policy, decision, (rule) => forbidsAny(rule, texts, commands, calls, decision, touched));
  const texts = forbiddenTexts(source, reading.commands);

  const denied = forbids('deny', texts, reading.commands);
  const protectedBy = byProtection(policy, protectShell(source, reading, calls));
  const asked = forbids('ask', texts, reading.commands);
  const scene: Scene = {
    policy,
    judgeFile,
    allow: rulesInForce(policy, 'allow').map((sourced) => ({
      sourced,
      parsed: parseRule(sourced.rule, 'allow'),
    })),
    // If no rule forbids any text of the line, no rule forbids a part of it.
    forbidding: denied !== undefined || protectedBy !== undefined || asked !== undefined ? forbids : null,
    places,
    calls,
    gitElsewhere: gitElsewhere(reading.commands, calls),
    handedOn: handedOn(reading),
  };
  const judged = reading.commands.map((command) => ({
    text: command.text,
    ground: judgePart(scene, command),
  }));
  const parts = judged.map(({ text, ground: { uses: _uses, ...ground } }) => ({ text, ...ground }));
  const whole = (ground: Ground): Verdict => ({ ...ground, parts: parts.length > 1 ? parts : [] });
  if (denied) return whole(byRule(policy, 'deny', denied));
  if (protectedBy?.decision === 'deny') return whole(protectedBy);
  if (asked) return whole(byRule(policy, 'ask', asked));
  const why = reading.unclear ?? (parts.length === 0 ? 'it holds no command' : null);
  const grounds = judged.map(({ ground }) => ground);
  const [first, ...others] = why === null ? grounds : [unclear(policy, why), ...grounds];
  return first ? whole(strictest([first, ...others])) : whole(unclear(policy, 'it is empty'));
}

type Forbids = (
  decision: Decision,
  texts: readonly string[],
  commands: readonly ShellCommand[],
) => SourcedRule | undefined;

interface Scene {
  policy: Policy;
  judgeFile: JudgeFile;
  allow: readonly { sourced: SourcedRule; parsed: ParsedRule }[];
  /** Null if nothing in the line is forbidden. */
  forbidding: Forbids | null;
  places: Places;
  /** The call in each of these directories. */
  calls: readonly ToolCall[];
  gitElsewhere: string | null;
  /** Commands that another command of the line runs, with that command. */
  handedOn: ReadonlyMap<ShellCommand, ShellCommand>;
}

function judgePart(scene: Scene, written: ShellCommand): Ground {
  const { policy, calls, judgeFile } = scene;
  const forbidding = scene.forbidding ? forbidsPart(scene, scene.forbidding, written) : undefined;
  if (forbidding) return forbidding;
  const command = scene.handedOn.get(written) ?? written;
  const allowed = allowedBy(scene, command);
  const why = command.unclear ?? unknownPlace(scene);
  const harmless = () => command.writes.length === 0 && isHarmless(command) && staysInside(scene, command);
  const itself =
    why !== null
      ? unclear(policy, why)
      : allowed
        ? byRule(policy, 'allow', allowed)
        : byLevel(policy.level, harmless() ? 'harmless_command' : 'command');
  const { writes, mayWrite } = touchedFiles(command);
  const isProtected = (place: ToolCall, { path, kind }: TouchedFile, access: 'write' | 'may_write') =>
    byProtection(policy, protectPath(namedPlace(path, place, kind), access, place));
  const fileCall = (place: ToolCall, tool: string, { path, kind }: TouchedFile): ToolCall => ({
    ...place,
    tool,
    input: { file_path: path },
    names: kind,
  });
  const asFile = (path: string): TouchedFile => ({ path, kind: 'path' });
  const files = calls.flatMap((place) => [
    ...command.writes.map((path) => judgeFile(fileCall(place, 'Edit', asFile(path)))),
    ...command.reads.map((path) => judgeFile(fileCall(place, 'Read', asFile(path)))),
    // A rule for a program that changes files does not cover protected places.
    ...writes
      .filter((file) => isProtected(place, file, 'write'))
      .map((file) => judgeFile(fileCall(place, 'Edit', file))),
    // The same for a program that may change files, unless the rule contains the whole command.
    ...(allowed && !allowed.rule.includes('*') && parseRule(allowed.rule, 'allow').kind === 'command'
      ? []
      : mayWrite.flatMap((file) => {
          const found = isProtected(place, file, 'may_write');
          return found && judgeFile(fileCall(place, 'Edit', file)).decision !== 'allow' ? [found] : [];
        })),
  ]);
  return strictest([itself, ...files]);
}

function forbidsPart({ policy, calls }: Scene, forbids: Forbids, command: ShellCommand): Ground | undefined {
  const texts = forbiddenTexts(command.text, [command]);
  const by = (decision: Decision) => {
    const found = forbids(decision, texts, [command]);
    return found && byRule(policy, decision, found);
  };
  const findings = calls.flatMap((call) => protectCommand(command, call));
  const protectedBy = byProtection(policy, findings);
  const denied = by('deny') ?? (protectedBy?.decision === 'deny' ? protectedBy : by('ask'));
  // Places that always need approval are judged as files, with the rules that name them; places that may be
  // denied are not.
  return denied ?? byProtection(policy, findings.filter(isDoubtful));
}

/** After a change of directory git may use another repository. */
function unknownPlace({ places, gitElsewhere }: Scene): string | null {
  return places.areAll ? gitElsewhere : 'it changes the directory too often, or to an unknown place';
}

/** Whether it runs in the workspace and no argument names a file outside. */
function staysInside({ calls }: Scene, command: ShellCommand): boolean {
  const words = unwrapped(command.words).map(({ value }) => value);
  const globs = new Set(command.words.filter(({ glob }) => glob).map(({ value }) => value));
  return calls.every(
    (place) =>
      isInside(place.cwd, place) &&
      // The target of `cd` is itself one of these directories.
      (words[0] === 'cd' ||
        tellsWords.has(words[0] ?? '') ||
        operandsOf(words).every((operand) =>
          isInside(operand, place, globs.has(operand) ? 'pattern' : 'path'),
        )),
  );
}

function allowedBy({ allow, calls }: Scene, command: ShellCommand): SourcedRule | undefined {
  const allows = allowing(command, (path) => calls.every((place) => isInside(path, place)));
  const found = allow.find(({ parsed }) =>
    parsed.kind === 'command'
      ? allows(parsed.pattern, parsed.prefix)
      : parsed.kind === 'tool' && parsed.tool === 'Bash' && isUnderstood(command),
  );
  return found?.sourced;
}

interface Touched {
  reads: readonly NamedPlace[];
  writes: readonly NamedPlace[];
}

type FindTouched = (command: ShellCommand) => Touched;

/**
 * Returns the files of a command in each of its possible directories, each once, because many rules are matched
 * against them. A file that may not be read may not be read through its directory either, so each path is also
 * checked as a directory.
 */
function touchFinder(calls: readonly ToolCall[]): FindTouched {
  const known = new Map<ShellCommand, Touched>();
  const places = (files: readonly TouchedFile[]): NamedPlace[] => {
    const found = calls.flatMap((call) => files.map(({ path, kind }) => namedPlace(path, call, kind)));
    const unique = new Map(found.map((place) => [`${place.kind}\n${place.written}\n${place.real}`, place]));
    return [...unique.values()].map((place) => (place.kind === 'path' ? inside(place) : place));
  };
  return (command) => {
    const found = known.get(command);
    if (found) return found;
    const { reads, writes } = touchedFiles(command);
    // A word that is not an option may be a file, whatever else is known of the command.
    const isWords = tellsWords.has(command.words[0]?.value ?? '');
    const others = (isWords ? [] : command.words.slice(1)).flatMap(({ value, glob }): TouchedFile[] =>
      value === '' ? [] : [{ path: value, kind: glob ? 'pattern' : 'path' }],
    );
    const touched = {
      reads: places([...reads, ...others]),
      writes: places(writes),
    };
    known.set(command, touched);
    return touched;
  };
}

function inside({ written, real, kind }: NamedPlace): NamedPlace {
  const within = (path: string) => (path === '/' ? `/${someName}` : `${path}/${someName}`);
  return { written: within(written), real: within(real), kind };
}

/** Whether a deny or ask rule matches one of the commands, the files that they read or write, or the call. */
function forbidsAny(
  sourced: SourcedRule,
  texts: readonly string[],
  commands: readonly ShellCommand[],
  calls: readonly ToolCall[],
  decision: Decision,
  touched: FindTouched,
): boolean {
  if (calls.some((call) => matches(sourced, call, decision))) return true;
  const parsed = parseRule(sourced.rule, decision);
  if (parsed.kind === 'command') return texts.some((text) => matchesCommand(parsed.pattern, text));
  if (parsed.kind !== 'path') return false;
  const [call] = calls;
  if (!call) return false;
  const touches = matcherOf(sourced, call, decision);
  return commands.some((command) => {
    const { reads, writes } = touched(command);
    // A file that may not be read may not be changed either.
    return parsed.tool === 'Edit' ? writes.some(touches) : reads.some(touches) || writes.some(touches);
  });
}

/**
 * Maximum number of words over all possible directories. The work grows with it, and a verdict must not block the
 * daemon.
 */
const maximumWords = 500;

function wordsIn({ commands }: ShellReading): number {
  return commands.reduce(
    (sum, { words, reads, writes, assignments }) =>
      sum + words.length + reads.length + writes.length + assignments.length,
    0,
  );
}

function judgeUnread(policy: Policy, call: ToolCall, source: string, because: string): Verdict {
  const speaks = (decision: Decision) => (sourced: SourcedRule) => {
    if (matches(sourced, call, decision)) return true;
    const parsed = parseRule(sourced.rule, decision);
    if (parsed.kind === 'command') return mayOccur(parsed.pattern, source);
    return parsed.kind === 'path' && parsed.tool === 'Read' && mayOccur(parsed.pattern, source);
  };
  const why = `the command is not read: ${because}`;
  const denied = firstRule(policy, 'deny', speaks('deny'));
  if (denied)
    return {
      ...byRule(policy, 'deny', denied),
      reason: `${why}; it may include calls that ${denied.rule} denies`,
      parts: [],
    };
  return { decision: 'ask', rule: null, source: 'shell', reason: why, parts: [] };
}

function unclear(policy: Policy, why: string): Ground {
  const { decision, source } = byLevel(policy.level, 'unclear_command');
  const said = decision === 'allow' ? 'level permissive allows it all the same' : 'so it is asked about';
  return { decision, rule: null, source, reason: `fairlead cannot parse the command line: ${why}; ${said}` };
}
