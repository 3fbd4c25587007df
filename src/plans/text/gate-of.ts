/** Makes a gate from a command and its expected outcome: the gate passes if and only if the outcome occurs. */
import { readExpectation } from './expectation.ts';
import type { Expectation } from './expectation.ts';
import { isGate } from './commands.ts';
import { isFormatter } from './fit-to-prove.ts';
import { forShell } from './needs-bash.ts';
import { provesNothing } from './proves-nothing.ts';
import { isSimple, lastOfPipeline, maskQuotes, splitPlace, withoutSettings } from './shell-words.ts';
import { maskSubstitutions, negated, readVerdict, searches, withStatus } from './verdict.ts';

/**
 * @param words the document's text about the outcome; '' if there is none
 * @returns undefined if the command proves nothing or cannot be turned into the expected check
 */
export function gateOf(written: string, words = ''): string | undefined {
  const check = checkOf(written, words);
  return check === undefined || provesNothing(check) ? undefined : forShell(check);
}

/** Like {@link gateOf}, before the choice of the shell, and also if the exit status alone proves nothing. */
export function checkOf(written: string, words = ''): string | undefined {
  const found = readVerdict(written, words);
  if (found === 'unclear') return undefined;
  const { wanted } = found;
  if (wanted === 'failure') return checked(negated(found.command));
  if (wanted !== 'success') return checked(withStatus(found.command, wanted.status), found.command);
  const command = withoutFormatters(inSequence(withoutTime(found.command)));
  // The text may repeat the word that the command prints, which was already used.
  if (
    found.command !== written.trim() &&
    /&&|\|\||;\s*echo\b/.test(written) &&
    !/\|\|\s*(?:true|:)\s*$/.test(written)
  )
    return checked(command);
  return checked(asExpected(command, readExpectation(words), words), command);
}

/** `time` is not available everywhere. */
function withoutTime(command: string): string {
  return command.replace(/^time\s+(?=[\w./])/, '');
}

/** `a; b` succeeds if only `b` does; the document means both. */
function inSequence(command: string): string {
  const masked = maskSubstitutions(maskQuotes(command));
  if (!masked.includes(';') || /\$\?|[(){}\n]|;;|\b(?:for|while|until|if|case|do|then)\b/.test(masked))
    return command;
  const parts: string[] = [];
  let from = 0;
  for (const { index } of masked.matchAll(/;/g)) {
    parts.push(command.slice(from, index).trim());
    from = index + 1;
  }
  parts.push(command.slice(from).trim());
  if (parts.slice(0, -1).some((part) => /\|\|/.test(part))) return command;
  return parts
    .filter(Boolean)
    .map((part, index, all) => {
      if (index === all.length - 1) return part;
      // The status of `N=$(grep -c x f)` is that of grep, which fails if it counts none.
      return assignment.test(part) ? `${part}; ` : `${part} && `;
    })
    .join('');
}

/** In `format && test` the test proves; a gate changes nothing. */
function withoutFormatters(command: string): string {
  const masked = maskSubstitutions(maskQuotes(command));
  if (!masked.includes('&&') || /\|\||[;(){}\n]/.test(masked)) return command;
  const parts: string[] = [];
  let from = 0;
  for (const { index } of masked.matchAll(/&&/g)) {
    parts.push(command.slice(from, index).trim());
    from = index + 2;
  }
  parts.push(command.slice(from).trim());
  const kept = parts.filter((part) => !isFormatter(part));
  return kept.length === 0 || kept.length === parts.length ? command : kept.join(' && ');
}

const assignment = /^(?:export\s+)?[A-Za-z_]\w*=/;

function checked(command: string | undefined, tested = command): string | undefined {
  return command !== undefined && tested !== undefined && isGate(tested) ? command : undefined;
}

function asExpected(command: string, expected: Expectation, words: string): string | undefined {
  const [place, rest] = splitPlace(command);
  switch (expected.kind) {
    case 'failure':
      return undefined;
    case 'success':
      return /^gofmt\s.*-\w*l/.test(rest) ? `${place}test -z "$(${rest})"` : command;
    case 'faultless':
      return withoutFaults(command, rest);
    case 'passed':
      return tellsPassed.test(rest) && isSimple(rest)
        ? `${place}out="$(${rest}${toStandardError.test(rest) ? ' 2>&1' : ''})" && printf '%s\\n' "$out" | grep -qw '${expected.count} passed'`
        : command;
    case 'nothing':
      return withNothing(command, place, rest);
    case 'count':
      return counted(command, place, rest, expected);
    case 'text':
      return withText(command, place, rest, isQuoted(words), expected.text);
    case 'unknown':
      return withUnknown(command, place, rest, words);
  }
}

function withoutFaults(command: string, rest: string): string | undefined {
  const shown = lastOfPipeline(rest);
  if (!searches(shown) || rest.startsWith('! ') || findsGood.test(shown)) return command;
  return isSimple(rest) ? negated(command) : undefined;
}

/** @param quoted whether the document gives the value alone */
function withText(
  command: string,
  place: string,
  rest: string,
  quoted: boolean,
  text: string,
): string | undefined {
  const shown = lastOfPipeline(rest);
  if (isSimple(rest) && (quoted ? printsOnlyValue(shown) : printsValue(shown)))
    return `${place}test "$(${rest})" = ${inQuotes(text)}`;
  return quoted && !printsValue(shown) ? command : undefined;
}

function withUnknown(command: string, place: string, rest: string, words: string): string | undefined {
  if (/^gofmt\s.*-\w*l/.test(rest)) return `${place}test -z "$(${rest})"`;
  if (/^diff\s/.test(rest) && !/\s(?:-q|--brief|--quiet)\b/.test(rest)) return undefined;
  // "No old names" beside a search: a match is a failure.
  return looks.test(lastOfPipeline(rest)) && negation.test(words) ? undefined : command;
}

const looks = /^(?:[ef]?grep|rg|ag|git\s+grep|test|\[|ls|find|stat|cat|which|command)\s/;
const negation = /\b(?:no|not|never|none|without|removed|gone|deleted|absent|free of|stale|left ?over)\b/i;

/** A match is a success: `grep "0 errors" log`. */
const findsGood = /\b(?:no|0|zero)\s+(?:\w+\s+)?(?:error|warning|fail|problem|issue|violation)/i;

/** Programs that print their summary to standard error. */
const toStandardError = /(?:^|\s)(?:jest|nextest)(?:\s|$)/;

/** The text is only the value, without "prints": the document may show a part of a longer output. */
function isQuoted(words: string): boolean {
  return !/^\W*(?:expect|(?:it )?(?:should |must )?(?:print|output|echo))/i.test(
    words.replace(/^[`"']/, 'x'),
  );
}

/** Programs that are known to print only the requested value. */
function printsOnlyValue(command: string): boolean {
  return /^(?:cat|head|tail|jq|yq|awk|sed|cut|wc|tr|uniq|sort|stat|[ef]?grep\s+(?:-\w+\s+)*-\w*o\w*|git\s+(?:rev-parse|describe|branch\s+--show-current|config)|node\s+(?:-p|-e|--print|--eval)|python3?\s+-c|ruby\s+-e|perl\s+-e|php\s+-r|\S+\s+--version)(?:\s|$)/.test(
    withoutSettings(command),
  );
}

/** @returns a check of a number: the printed one, or the number of matching lines */
function counted(
  command: string,
  place: string,
  rest: string,
  { count, compare, ofLines }: Extract<Expectation, { kind: 'count' }>,
): string | undefined {
  if (!isSimple(rest)) return undefined;
  const shown = lastOfPipeline(rest);
  const compared = (text: string) => `${place}test "$(${text})" ${compare} ${count}`;
  if (count === 0 && compare === '-eq' && searches(shown) && !printsPerFile(shown)) return negated(command);
  if (/^(?:[ef]?grep|rg|git\s+grep)\s/.test(shown)) {
    if (!prints.count.test(shown)) return compared(`${rest} | wc -l`);
    return printsPerFile(shown) ? undefined : compared(rest);
  }
  if (/^wc\s/.test(shown)) {
    const file = /^wc\s+(-\w+)\s+([\w./-]+)$/.exec(rest);
    // `wc -l file` prints the name as well.
    if (file) return compared(`wc ${file[1]} < ${file[2]}`);
    return /^wc(?:\s+-\w+)*(?:\s*<\s*\S+)?$/.test(shown) ? compared(rest) : undefined;
  }
  // The last line of `wc` for several files has a word after its number.
  if (/^(?:head|tail)\s/.test(shown) && /(?:^|\|\s*)wc\s/.test(rest)) return undefined;
  if (/^(?:find|ls|git\s+ls-files)\s/.test(shown)) return ofLines ? compared(`${rest} | wc -l`) : undefined;
  return printsValue(shown) && !ofLines ? compared(rest) : undefined;
}

/** `grep -c x a b` and `grep -rc x .` print a line for each file. */
function printsPerFile(search: string): boolean {
  if (!prints.count.test(search)) return false;
  const operands = maskQuotes(search)
    .split(/\s+/)
    .slice(1)
    .filter((word) => word !== '' && !word.startsWith('-'));
  return /\s-\w*[rR]/.test(maskQuotes(search)) || operands.length > 2 || /[*?]/.test(operands[1] ?? '');
}

function withNothing(command: string, place: string, rest: string): string | undefined {
  const shown = lastOfPipeline(rest);
  if (!isSimple(rest)) return printsValue(shown) || searches(rest) ? undefined : command;
  // A written negation already expresses it.
  if (rest.startsWith('! ')) return command;
  if (searches(shown) && !/\s-\w*L/.test(shown)) return negated(command);
  if (/^(?:which|command\s+-v|type|pgrep)\s/.test(rest)) return negated(command);
  // It fails if there is nothing to list.
  if (/^ls\s/.test(rest)) return `${place}test -z "$(${rest})"`;
  if (/^(?:npm|pnpm|yarn|bun|cargo|pip3?)\s+(?:ls|list|why|outdated|explain|tree|show)\b/.test(rest))
    return undefined;
  if (/^wc\s/.test(shown)) return `${place}test "$(${rest})" -eq 0`;
  const found = /^(.*\S)\s*\|\s*(?:head|tail|cat)(?:\s+-[\w-]+(?:\s+\d+)?)*$/.exec(rest)?.[1];
  if (found !== undefined && searches(lastOfPipeline(found))) return negated(place + found);
  return printsValue(shown) ? `${place}out="$(${rest})" && test -z "$out"` : command;
}

/** Programs whose output matters, not their exit status. */
function printsValue(command: string): boolean {
  return (
    prints.value.test(withoutSettings(command)) &&
    !/^node\s+--test\b|\s-m\s+(?:pytest|unittest)\b/.test(command)
  );
}

const prints = {
  count: /\s-\w*c\w*\b|\s--count\b/,
  value:
    /^(?:wc|[ef]?grep|rg|find|ls|cat|head|tail|sort|uniq|cut|tr|awk|sed|jq|yq|comm|cmp|diff|gofmt|goimports|gofumpt|echo|printf|stat|du|git|node|deno|python3?|ruby|perl|php|sqlite3|go\s+run|cargo\s+run|sh|bash|\.{1,2}\/\S+|\S+\/\S+)(?:\s|$)/,
};

/** Programs that print `12 passed` after twelve passing tests. */
const tellsPassed = /(?:^|\s)(?:pytest|vitest|jest|playwright|cargo\s+test|cargo\s+nextest)(?:\s|$)/;

function inQuotes(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** @returns whether a command was already turned into a check */
export function isConverted(command: string): boolean {
  return /^(?:set -e\n|bash -c |(?:cd \S+ && )?(?:! |if |test (?:-z )?"\$\(|out="\$\())/.test(command);
}
