/** Words that a command line prints about itself: `… && echo CLEAN || echo LEAK`. Behind them every command succeeds. */
import { isSimple, maskQuotes, splitPlace } from './shell-words.ts';

/** `unclear`: what is to happen cannot be told, or the exit status says nothing. */
export type Verdict = { command: string; wanted: 'success' | 'failure' } | 'unclear';

/** @param expected what the document says about the outcome; '' where it says nothing */
export function readVerdict(written: string, expected: string): Verdict {
  const command = withoutShortened(written.trim());
  const masked = maskQuotes(command);
  // An exit status of its own says all, but for one in a subshell, which ends only that.
  if (/\|\||&&/.test(masked) && /\bexit\s+\d|\bfalse\b/.test(masked))
    return /\([^()]*\bexit\s+[1-9]|\bexit\s+0\s*;?\s*\}?\s*$/.test(masked) &&
      !/&&\s*exit\s+[1-9]/.test(masked)
      ? 'unclear'
      : { command, wanted: 'success' };
  const status = /\s*;\s*echo\s+[^;&|]*$/.exec(masked);
  if (status && /\$\?/.test(command.slice(status.index))) {
    const tested = command.slice(0, status.index);
    if (/^\W*\d+\b/.test(expected))
      return { command: tested, wanted: /^\W*0\b/.test(expected) ? 'success' : 'failure' };
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

/** @param yes what is printed when the command succeeds; no: when it fails */
function byWords(command: string, yes: string, no: string, expected: string): Verdict {
  const names = (word: string) => word !== '' && expected.includes(word);
  if (names(yes) !== names(no)) return { command, wanted: names(yes) ? 'success' : 'failure' };
  const [ifYes, ifNo] = [moodOf(yes), moodOf(no)];
  const success = ifYes === 'good' || ifNo === 'bad';
  const failure = ifYes === 'bad' || ifNo === 'good';
  if (success === failure) return 'unclear';
  // "npm run lint || echo done" does not ask for a failure.
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

/** @returns whether a command searches: that it finds something may be good or bad */
export function searches(command: string): boolean {
  return /(?:^|[\s|;&(!])(?:[ef]?grep|rg|ag|ack|git\s+grep)\s/.test(maskQuotes(command));
}

/** `2>&1 | tail -5` shortens what is printed, and hides the exit status. */
function withoutShortened(command: string): string {
  const masked = maskQuotes(command);
  let text = command;
  const cuts = [
    ...masked.matchAll(/(?<=\s2>&1)\s*\|\s*(?:tail|head)(?:\s+-[\w-]+(?:\s+\d+)?)*(?=\s*(?:&&|;|\|\||$))/g),
  ];
  for (const { index, 0: cut } of cuts.toReversed())
    text = text.slice(0, index) + text.slice(index + cut.length);
  return text;
}

/** @returns a command that succeeds where the given one fails; undefined where it is more than one command */
export function negated(command: string): string | undefined {
  const [place, rest] = splitPlace(command);
  if (!isSimple(rest)) return undefined;
  return place + (rest.startsWith('! ') ? rest.slice(2).trimStart() : `! ${rest}`);
}
