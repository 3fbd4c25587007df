/**
 * Verdicts that a command line prints about itself: `… && echo CLEAN || echo LEAK`. With them every command succeeds.
 */
import { readExpectation } from './expectation.ts';
import { isSimple, maskQuotes, splitPlace } from './shell-words.ts';

/** `unclear`: the expected outcome is unknown, or the exit status means nothing. */
export type Verdict = { command: string; wanted: 'success' | 'failure' | { status: number } } | 'unclear';

/** @param expected the document's text about the outcome; '' if there is none */
export function readVerdict(written: string, expected: string): Verdict {
  const command = withoutShortened(written.trim(), expected);
  const masked = maskQuotes(command);
  const bad = failsIfFound.exec(masked);
  if (bad && !/&&|\|\||;/.test(masked.slice(0, bad.index).replace(/^cd\s+\S+\s*&&/, '')))
    return { command: command.slice(0, bad.index), wanted: 'failure' };
  // An explicit exit status is enough, except in a subshell, which it only ends.
  if (/\|\||&&/.test(masked) && /\bexit\s+\d|\bfalse\b/.test(masked))
    return /\([^()]*\bexit\s+[1-9][^()]*\)\s*(?:\|\||&&|;)/.test(masked) ||
      (/\bexit\s+0\s*;?\s*\}?\s*$/.test(masked) && !/&&\s*exit\s+[1-9]/.test(masked))
      ? 'unclear'
      : { command, wanted: 'success' };
  const status = /\s*;\s*echo\s+[^;&|]*$/.exec(masked);
  if (status && /\$\?/.test(command.slice(status.index))) {
    const tested = command.slice(0, status.index);
    const [, code] =
      /^\W*(?:(?:exit (?:code|status):?|prints?|outputs?|shows?)\s+)?`?(\d{1,3})\b/i.exec(expected) ?? [];
    if (code !== undefined)
      return { command: tested, wanted: code === '0' ? 'success' : { status: Number(code) } };
    return searches(tested) ? byWords(tested, '', '', expected) : { command: tested, wanted: 'success' };
  }
  const hidden = /\s*\|\|\s*(?:true|:|exit\s+0)\s*$/.exec(masked);
  if (hidden)
    return expected === '' ? 'unclear' : { command: command.slice(0, hidden.index), wanted: 'success' };
  const both = /(?:\s*&&\s*(?:echo|printf)\s+([^|&;]*?))?\s*\|\|\s*(?:echo|printf)\s+([^|&;]*)$/.exec(masked);
  if (both) {
    const words = command.slice(both.index);
    const at = maskQuotes(words).indexOf('||');
    return byWords(
      command.slice(0, both.index),
      spoken(words.slice(0, at)),
      spoken(words.slice(at)),
      expected,
    );
  }
  const good = /\s*&&\s*(?:echo|printf)\s+[^|&;]*$/.exec(masked);
  if (good && moodOf(spoken(command.slice(good.index))) === 'bad')
    return byWords(command.slice(0, good.index), spoken(command.slice(good.index)), '', expected);
  return { command, wanted: 'success' };
}

/** `… && (echo "still there"; exit 1)`: without a match, the line itself fails as well. */
const failsIfFound =
  /\s*&&\s*[({]?\s*(?:(?:echo|printf)\s[^&|;]*(?:;|&&)\s*)?(?:exit\s+[1-9]\d*|false)\s*;?\s*[)}]?\s*$/;

/** @param yes the output if the command succeeds; no: if it fails */
function byWords(command: string, yes: string, no: string, expected: string): Verdict {
  const names = (word: string) => word !== '' && expected.includes(word);
  if (names(yes) !== names(no)) return { command, wanted: names(yes) ? 'success' : 'failure' };
  // Only a judging word says whether a match is good or bad.
  const mood = searches(command) ? judged : moodOf;
  const [ifYes, ifNo] = [mood(yes), mood(no)];
  const success = ifYes === 'good' || ifNo === 'bad';
  const failure = ifYes === 'bad' || ifNo === 'good';
  if (success === failure) return 'unclear';
  // "npm run lint || echo done" does not expect a failure.
  if (failure && yes === '' && !searches(command)) return 'unclear';
  return { command, wanted: success ? 'success' : 'failure' };
}

function spoken(words: string): string {
  return words
    .replace(/^\s*(?:&&|\|\|)\s*(?:echo|printf)\s+(?:-\w+\s+)?/, '')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/\\n$/, '')
    .trim();
}

/** "None" and "no X" describe a search result, not whether it is right. */
function judged(words: string): 'good' | 'bad' | undefined {
  return moodOf(
    words.replaceAll(
      /\b(?:no|not|none|nothing|yes|found|absent)\b(?! (?:leaks?|errors?|violations?|problems?|issues?|stubs?)\b)/gi,
      ' ',
    ),
  );
}

function moodOf(words: string): 'good' | 'bad' | undefined {
  if (
    /\b(?:no|zero|0)\s+(?:\w+\s+)?(?:leaks?|errors?|violations?|match(?:es)?|references?|problems?|issues?|hits?|uses|usages?|stubs?|left)/i.test(
      words,
    )
  )
    return 'good';
  if (
    /\b(?:fail\w*|leak\w*|bad|errors?|missing|broken|dirty|invalid|violations?|no|not|wrong|problems?|absent|still|stale|remain\w*|left ?overs?|ng|ko|warn\w*|stubs?|forbidden)\b|[✗✘❌]/i.test(
      words,
    )
  )
    return 'bad';
  return /\b(?:pass\w*|ok(?:ay)?|clean\w*|good|done|success\w*|correct|yes|valid|fine|none|nothing|gone|removed|all|green|verified|complete)\b|[✓✔✅]/i.test(
    words,
  )
    ? 'good'
    : undefined;
}

/** @returns whether a command searches: a match may be good or bad */
export function searches(command: string): boolean {
  return /(?:^|[\s|;&(!])(?:[ef]?grep|rg|ag|ack|git\s+grep)\s/.test(maskQuotes(command));
}

const pipelineEnd = String.raw`(?=\s*(?:&&|;|\|\||$))`;
const shorter = new RegExp(
  String.raw`\s*\|\s*(?:tail|head|cat|tee(?:\s+-a)?\s+[\w./-]+)(?:\s+-[\w-]+(?:\s+\d+)?)*${pipelineEnd}`,
  'g',
);
const filter = new RegExp(String.raw`\s*\|\s*(?:[ef]?grep|rg)\s[^|&;]*${pipelineEnd}`, 'g');

/** Outcomes about the lines of a filter. */
const saysOfLines: ReadonlySet<string> = new Set(['nothing', 'faultless', 'count', 'text']);

/** `| tail -5` shortens the output, `| grep -E "pass|fail"` filters it; both hide the exit status. */
function withoutShortened(command: string, expected: string): string {
  if (!command.includes('|')) return command;
  const masked = maskSubstitutions(maskQuotes(command));
  const keepsFilters = saysOfLines.has(readExpectation(expected).kind);
  let text = command;
  const cuts = [
    ...[...masked.matchAll(shorter)].filter(({ index }) => !isMeantToPrint(masked.slice(0, index))),
    ...(keepsFilters ? [] : [...masked.matchAll(filter)]).filter(({ index, 0: { length } }) =>
      showsBoth(command.slice(0, index), command.slice(index, index + length)),
    ),
  ].toSorted((a, b) => a.index - b.index);
  for (const { index, 0: cut } of cuts.toReversed())
    text = text.slice(0, index) + text.slice(index + cut.length);
  return text;
}

/** Only the first or last lines are wanted: the exit status does not matter to the document. */
function isMeantToPrint(before: string): boolean {
  const pipeline =
    before
      .split(/&&|\|\||;/)
      .at(-1)
      ?.trim() ?? '';
  return /^(?:!\s+)?(?:[ef]?grep|rg|find|sort|wc|ls|git)\s/.test(pipeline) || pipeline.includes('|');
}

/** A test run that shows both good and bad lines, or all but some. */
function showsBoth(before: string, filter: string): boolean {
  if (!/\b(?:test|check|build|lint|tsc|pytest|vitest|jest|cargo|go|make)\b/.test(before)) return false;
  const options = /^\s*\|\s*\w+((?:\s+-\S+)*)/.exec(filter)?.[1] ?? '';
  if (/\s-\w*v/.test(options)) return true;
  return (
    !/\s-\w*[cq]/.test(options) && /fail|error/i.test(filter) && /pass|ok\b|succe|warn|test/i.test(filter)
  );
}

/** @returns the command with each `$(…)` replaced by `x`, positions kept */
export function maskSubstitutions(command: string): string {
  return command.replaceAll(/\$\((?:[^()]|\([^()]*\))*\)/g, (text) => 'x'.repeat(text.length));
}

/** @returns a command that succeeds if the given one exits with this status; undefined if it is more than one */
export function withStatus(command: string, status: number): string | undefined {
  const [place, rest] = splitPlace(command);
  if (!isSimple(rest) || rest.startsWith('! ')) return undefined;
  return `${place}if ${rest}; then false; else test $? -eq ${status}; fi`;
}

/** @returns a command that succeeds if the given one fails; undefined if it is more than one command */
export function negated(command: string): string | undefined {
  const [place, rest] = splitPlace(command);
  if (!isSimple(rest)) return undefined;
  return place + (rest.startsWith('! ') ? rest.slice(2).trimStart() : `! ${rest}`);
}
