/** The verdict on a command line: on each command in it, and on all together the strictest. */
import type { Decision, Verdict } from '../../contract/verdict.ts';
import type { SourcedRule } from '../../contract/settings.ts';
import type { ToolCall } from './call.ts';
import { isGitElsewhere, namesOther } from './git-elsewhere.ts';
import { byLevel, isInside } from './level.ts';
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
import { protectCommand, protectShell } from './protection/protect-shell.ts';
import { matchesCommand } from './rules/match-command.ts';
import { matchesPath } from './rules/match-path.ts';
import { matches } from './rules/matches.ts';
import { parseRule, type ParsedRule } from './rules/parse-rule.ts';
import { allowing, isHarmless, isUnderstood } from './shell/allows-command.ts';
import { changedFiles } from './shell/changed-files.ts';
import { forbiddenTexts } from './shell/forbidden-texts.ts';
import { namedFiles, operandsOf, tellsWords } from './shell/named-files.ts';
import { placesOf, type Places } from './shell/places.ts';
import { maximumLength, readShell, type ShellCommand, type ShellReading } from './shell/read-shell.ts';
import { mayOccur } from './shell/too-long.ts';
import { unwrapped } from './shell/wrappers.ts';

type JudgeFile = (call: ToolCall) => Ground;

export function judgeShell(policy: Policy, call: ToolCall, source: string, judgeFile: JudgeFile): Verdict {
  if (source.length > maximumLength)
    return judgeUnread(policy, call, source, `it is longer than ${maximumLength} characters`);
  const reading = readShell(source);
  const places = placesOf(reading.commands, call.cwd, call.machine.home);
  if (wordsIn(reading) * places.directories.length > maximumWords)
    return judgeUnread(
      policy,
      call,
      source,
      `it has more than ${maximumWords} words, in all its directories`,
    );
  const texts = forbiddenTexts(source, reading.commands);
  const calls = places.directories.map((cwd) => ({ ...call, cwd }));
  const forbids = (decision: Decision) =>
    firstRule(policy, decision, (rule) => forbidsAny(rule, texts, reading.commands, calls, decision));

  const denied = forbids('deny');
  const protectedBy = byProtection(policy, protectShell(source, reading, calls));
  const asked = forbids('ask');
  const scene: Scene = {
    policy,
    call,
    judgeFile,
    allow: rulesInForce(policy, 'allow').map((sourced) => ({
      sourced,
      parsed: parseRule(sourced.rule, 'allow'),
    })),
    // Where nothing forbids any text of the line, nothing forbids a part of it.
    forbidden: denied !== undefined || protectedBy !== undefined || asked !== undefined,
    places,
    calls,
    gitElsewhere: gitElsewhere(reading.commands, calls),
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
  const why = reading.unclear ?? (parts.length === 0 ? 'there is no command in it' : null);
  const grounds = judged.map(({ ground }) => ground);
  const [first, ...others] = why === null ? grounds : [unclear(policy, why), ...grounds];
  return first ? whole(strictest([first, ...others])) : whole(unclear(policy, 'it is empty'));
}

interface Scene {
  policy: Policy;
  call: ToolCall;
  judgeFile: JudgeFile;
  allow: readonly { sourced: SourcedRule; parsed: ParsedRule }[];
  forbidden: boolean;
  places: Places;
  /** The call as it would be made in each of these places. */
  calls: readonly ToolCall[];
  gitElsewhere: string | null;
}

function judgePart(scene: Scene, command: ShellCommand): Ground {
  const { policy, call, calls, judgeFile } = scene;
  const forbidding = scene.forbidden ? forbidsPart(scene, command) : undefined;
  if (forbidding) return forbidding;
  const allowed = allowedBy(scene, command);
  const why = command.unclear ?? movedAway(scene, command);
  const harmless = () => command.writes.length === 0 && isHarmless(command) && staysInside(scene, command);
  const itself =
    why !== null
      ? unclear(policy, why)
      : allowed
        ? byRule(policy, 'allow', allowed)
        : byLevel(policy.level, harmless() ? 'harmless_command' : 'command');
  const changed = changedFiles(command.words.map(({ value }) => value));
  const files = [
    ...command.writes.map((file_path) => ({ ...call, tool: 'Edit', input: { file_path } })),
    ...command.reads.map((file_path) => ({ ...call, tool: 'Read', input: { file_path } })),
    // A rule for a program that changes files is not one for places that are protected.
    ...calls.flatMap((place) =>
      changed
        .filter((path) => byProtection(policy, protectPath(path, 'write', place)))
        .map((file_path) => ({ ...place, tool: 'Edit', input: { file_path } })),
    ),
  ];
  return strictest([itself, ...files.map(judgeFile)]);
}

function forbidsPart({ policy, calls }: Scene, command: ShellCommand): Ground | undefined {
  const texts = forbiddenTexts(command.text, [command]);
  const by = (decision: Decision) => {
    const found = firstRule(policy, decision, (rule) => forbidsAny(rule, texts, [command], calls, decision));
    return found && byRule(policy, decision, found);
  };
  const protectedBy = byProtection(
    policy,
    calls.flatMap((call) => protectCommand(command, call)),
  );
  return by('deny') ?? (protectedBy?.decision === 'deny' ? protectedBy : by('ask'));
}

/** After a change of directory a relative path means another file, and git another repository. */
function movedAway({ places, gitElsewhere }: Scene, { reads, writes }: ShellCommand): string | null {
  if (!places.areAll) return 'it changes the directory more than once';
  if (gitElsewhere !== null) return gitElsewhere;
  if (places.directories.length === 1) return null;
  return writes.length + reads.length > 0 ? 'it redirects in another directory' : null;
}

/** What else is done on the way there could have made a repository of it. */
function gitElsewhere(commands: readonly ShellCommand[], calls: readonly ToolCall[]): string | null {
  const gits = commands.filter((command) => nameOf(command) === 'git');
  if (gits.length === 0) return null;
  if (calls.length > 1 && !commands.every(isHarmless)) return 'git would be run in another directory';
  if (calls.some((place) => isGitElsewhere(place.cwd, place)))
    return 'git would be run in another repository';
  const operands = gits.flatMap(({ words }) => operandsOf(unwrapped(words).map(({ value }) => value)));
  return calls.some((place) => namesOther(operands, place))
    ? 'git would be told of another repository'
    : null;
}

function nameOf({ words }: ShellCommand): string | undefined {
  return unwrapped(words)[0]?.value;
}

/** Whether it is run in the workspace and no argument names a file outside. */
function staysInside({ calls }: Scene, command: ShellCommand): boolean {
  const words = unwrapped(command.words).map(({ value }) => value);
  if (tellsWords.has(words[0] ?? '')) return true;
  return calls.every(
    (place) => isInside(place.cwd, place) && operandsOf(words).every((operand) => isInside(operand, place)),
  );
}

function allowedBy({ allow }: Scene, command: ShellCommand): SourcedRule | undefined {
  const allows = allowing(command);
  const found = allow.find(({ parsed }) =>
    parsed.kind === 'command'
      ? allows(parsed.pattern)
      : parsed.kind === 'tool' && parsed.tool === 'Bash' && isUnderstood(command),
  );
  return found?.sourced;
}

/** Whether a rule that denies or asks speaks about one of the commands, about what they read or write, or about the call. */
function forbidsAny(
  sourced: SourcedRule,
  texts: readonly string[],
  commands: readonly ShellCommand[],
  calls: readonly ToolCall[],
  decision: Decision,
): boolean {
  if (calls.some((call) => matches(sourced, call, decision))) return true;
  const parsed = parseRule(sourced.rule, decision);
  if (parsed.kind === 'command') return texts.some((text) => matchesCommand(parsed.pattern, text));
  if (parsed.kind !== 'path') return false;
  const touches = (path: string) =>
    calls.some((call) => matchesPath(parsed.pattern, path, call, sourced.root, decision));
  return commands.some(({ words, reads, writes }) => {
    const values = words.map(({ value }) => value);
    const read = tellsWords.has(values[0] ?? '')
      ? reads
      : [...reads, ...values.slice(1), ...namedFiles(values)];
    if (parsed.tool === 'Edit') return [...writes, ...changedFiles(values)].some(touches);
    // What may not be read may not be changed either, and whoever reads a directory may read all in it.
    return [...read, ...writes].some((path) => touches(path) || touches(`${path}/*`));
  });
}

/** What is looked at grows with the words, for each directory they may be said in, and a verdict must not hold up the daemon. */
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
      reason: `${why}; it may hold what ${denied.rule} denies`,
      parts: [],
    };
  return { decision: 'ask', rule: null, source: 'shell', reason: why, parts: [] };
}

function unclear(policy: Policy, why: string): Ground {
  const { decision, source } = byLevel(policy.level, 'unclear_command');
  const said = decision === 'allow' ? 'the permissive level allows it all the same' : 'so it is asked about';
  return { decision, rule: null, source, reason: `the command line is not understood: ${why}; ${said}` };
}
