import type { Decision } from '../../contract/verdict.ts';
import { parseRule } from './rules/parse-rule.ts';
import { allowing } from './shell/allows-command.ts';
import { readShell } from './shell/read-shell.ts';
import { launchOf } from './shell/launches.ts';
import { launchers } from './shell/wrappers.ts';

/** Returns why a rule can never decide anything, whatever other rules exist; undefined if it can. */
export function ruleFault(rule: string, decision: Decision): string | undefined {
  const parsed = parseRule(rule, decision);
  if (parsed.kind === 'never') return `never matches: ${parsed.why}`;
  return decision === 'allow' && parsed.kind === 'command' ? emptyPattern(parsed.pattern) : undefined;
}

/** An allow rule for commands is matched against each command of a line separately, and only if it is understood. */
function emptyPattern(pattern: string): string | undefined {
  const example = pattern.replace(/(:\*|\s\*)$/, '').replaceAll('*', 'x');
  const { unclear, commands } = readShell(example);
  if (unclear !== null) return `never matches: ${unclear}`;
  if (commands.length > 1)
    return 'never matches: each command of a line is judged separately; write one rule per command';
  const [command] = commands;
  const fits = command && allowing(command, anywhere)(pattern);
  if (fits || !pattern.endsWith('*')) return undefined;
  return allowsNothing(pattern, example)
    ? 'allows nothing: this program runs its arguments; name the command in the rule'
    : undefined;
}

/** The place of a script is not a fault of the rule. */
const anywhere = () => true;

function allowsNothing(pattern: string, example: string): boolean {
  const words = example.trim().split(' ');
  if (!launchers.has(words[0] ?? '') && launchOf(words) === undefined) return false;
  return ['', ' x', ' x y'].every((rest) => {
    const [command] = readShell(`${example}${rest}`).commands;
    return !command || !allowing(command, anywhere)(pattern);
  });
}
