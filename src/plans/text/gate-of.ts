/** Makes a gate of a command and of what the document expects of it: it passes if and only if that comes true. */
import { readExpectation } from './expectation.ts';
import type { Expectation } from './expectation.ts';
import { isGate } from './commands.ts';
import { isSimple, lastOfPipeline, splitPlace, withoutSettings } from './shell-words.ts';
import { negated, readVerdict, searches } from './verdict.ts';

/**
 * @param words what the document says about the outcome; '' where it says nothing
 * @returns undefined where the command proves nothing or cannot be made to mean what is written: it stays words
 */
export function gateOf(written: string, words = ''): string | undefined {
  const found = readVerdict(written, words);
  if (found === 'unclear') return undefined;
  const { command, wanted } = found;
  if (wanted === 'failure') return checked(negated(command));
  // The words may repeat the word that the command prints: it has been judged by it.
  if (
    command !== written.trim() &&
    /&&|\|\||;\s*echo\b/.test(written) &&
    !/\|\|\s*(?:true|:)\s*$/.test(written)
  )
    return checked(command);
  return checked(asExpected(command, readExpectation(words), words), command);
}

function checked(command: string | undefined, tested = command): string | undefined {
  return command !== undefined && tested !== undefined && isGate(tested) ? command : undefined;
}

function asExpected(command: string, expected: Expectation, words: string): string | undefined {
  const [place, rest] = splitPlace(command);
  const shown = lastOfPipeline(rest);
  switch (expected.kind) {
    case 'failure':
      return undefined;
    case 'success':
      return command;
    case 'passed':
      return tellsPassed.test(rest) && isSimple(rest)
        ? `${place}out="$(${rest})" && printf '%s\\n' "$out" | grep -qw '${expected.count} passed'`
        : command;
    case 'nothing':
      return withNothing(command, place, rest);
    case 'count':
      if (!isSimple(rest)) return undefined;
      if (expected.count === 0 && expected.compare === '-eq' && searches(shown)) return negated(command);
      if (/^(?:[ef]?grep|rg)\s/.test(shown) && !prints.count.test(shown))
        return `${place}test "$(${rest} | wc -l)" ${expected.compare} ${expected.count}`;
      if (/^(?:[ef]?grep|rg)\s/.test(shown) && /\s-\w*[rR]/.test(shown)) return undefined;
      return printsValue(shown)
        ? `${place}test "$(${rest})" ${expected.compare} ${expected.count}`
        : undefined;
    case 'text':
      return isSimple(rest) && printsValue(shown)
        ? `${place}test "$(${rest})" = ${inQuotes(expected.text)}`
        : undefined;
    case 'unknown':
      if (/^diff\s/.test(rest) && !/\s(?:-q|--brief|--quiet)\b/.test(rest)) return undefined;
      // "No old names" beside a search: that it finds one is not good.
      return looks.test(shown) && negation.test(words) ? undefined : command;
  }
}

const looks = /^(?:[ef]?grep|rg|ag|git\s+grep|test|\[|ls|find|stat|cat|which|command)\s/;
const negation = /\b(?:no|not|never|none|without|removed|gone|deleted|absent|free of|stale|left ?over)\b/i;

function withNothing(command: string, place: string, rest: string): string | undefined {
  const shown = lastOfPipeline(rest);
  if (!isSimple(rest)) return printsValue(shown) || searches(rest) ? undefined : command;
  // What is written as a negation says it already.
  if (rest.startsWith('! ')) return command;
  if (searches(shown) && !/\s-\w*L/.test(shown)) return negated(command);
  if (/^(?:which|command\s+-v|type|pgrep)\s/.test(rest)) return negated(command);
  // It fails where there is nothing to list.
  if (/^ls\s/.test(rest)) return `${place}test -z "$(${rest})"`;
  if (/^(?:npm|pnpm|yarn|bun|cargo|pip3?)\s+(?:ls|list|why|outdated|explain|tree|show)\b/.test(rest))
    return undefined;
  if (/^wc\s/.test(shown)) return `${place}test "$(${rest})" -eq 0`;
  const found = /^(.*\S)\s*\|\s*(?:head|tail|cat)(?:\s+-[\w-]+(?:\s+\d+)?)*$/.exec(rest)?.[1];
  if (found !== undefined && searches(lastOfPipeline(found))) return negated(place + found);
  return printsValue(shown) ? `${place}out="$(${rest})" && test -z "$out"` : command;
}

/** Programs whose output, not their exit status, is what is asked for. */
function printsValue(command: string): boolean {
  return (
    prints.value.test(withoutSettings(command)) &&
    !/^node\s+--test\b|\s-m\s+(?:pytest|unittest)\b/.test(command)
  );
}

const prints = {
  count: /\s-\w*c\w*\b|\s--count\b/,
  value:
    /^(?:wc|[ef]?grep|rg|find|ls|cat|head|tail|sort|uniq|cut|tr|awk|sed|jq|yq|comm|diff|echo|printf|stat|du|git|node|deno|python3?|ruby|perl|php|sqlite3|go\s+run|cargo\s+run|sh|bash|\.{1,2}\/\S+|\S+\/\S+)(?:\s|$)/,
};

/** Programs that print `12 passed` when twelve tests have passed. */
const tellsPassed = /(?:^|\s)(?:pytest|vitest|jest|playwright|cargo\s+test|cargo\s+nextest)(?:\s|$)/;

function inQuotes(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** @returns whether a command has been made a check of what is expected already */
export function isConverted(command: string): boolean {
  return /^(?:set -e\n|(?:cd \S+ && )?(?:! |test "\$\(|out="\$\())/.test(command);
}
