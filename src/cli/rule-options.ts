/** Options of an answer that adds rules. */
import type { Command } from 'commander';
import type { CommandOf } from '../contract/command.ts';
import { momentOf } from '../contract/moment.ts';
import { UsageError } from './context.ts';
import { collect, wholeNumber } from './options.ts';

type Answering = Pick<CommandOf<'approve'>, 'scope' | 'rules' | 'reason' | 'expires' | 'max_uses'>;

const scopes = ['session', 'run', 'repository', 'always'] as const;

/** @param what the effect of the option, before its scope: `also allow this call` */
export function withRuleOptions(command: Command, what: string): Command {
  return command
    .option('--session', `${what} for the rest of this session`)
    .option('--run', `${what} for the rest of this run`)
    .option('--repository', `${what} in all sessions of this repository`)
    .option('--always', `${what} in all sessions from now on`)
    .option('--rule <RULE>', 'rule to add instead of the exact call (repeatable)', collect)
    .option('--reason <TEXT>', 'reason, shown with the verdicts of the rules')
    .option('--expires <TIME>', 'end of the rules: 2h, 2027-01-01, 2027-01-01T12:00Z', moment)
    .option('--max-uses <N>', 'calls that each rule decides', wholeNumber);
}

export function readRuleOptions(options: Readonly<Record<string, unknown>>): Answering {
  const { rule, reason, expires, maxUses } = options as {
    rule?: string[];
    reason?: string;
    expires?: string;
    maxUses?: number;
  };
  const chosen = scopes.filter((scope) => options[scope] === true);
  if (chosen.length > 1)
    throw new UsageError('--session, --run, --repository and --always exclude each other', 'one of them');
  const [scope] = chosen;
  if (!scope && (rule ?? reason ?? expires ?? maxUses) !== undefined)
    throw new UsageError(
      '--rule, --reason, --expires or --max-uses without a scope',
      'add --session, --run, --repository or --always',
    );
  return {
    ...(scope && { scope }),
    ...(rule && { rules: rule }),
    ...(reason !== undefined && { reason }),
    ...(expires !== undefined && { expires }),
    ...(maxUses !== undefined && { max_uses: maxUses }),
  };
}

function moment(value: string): string {
  if (momentOf(value, new Date().toISOString()) !== undefined) return value;
  throw new UsageError(`not a time: ${value}`, '2h (from now), or 2027-01-01T12:00Z');
}
