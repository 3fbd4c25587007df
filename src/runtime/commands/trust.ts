import type { CommandOf } from '../../contract/command.ts';
import { applyTrust, decideTrust } from './trust-files.ts';
import type { CommandEntry } from './entry.ts';
import type { CommandContext } from './context.ts';
import { inSteps } from './steps.ts';

/** Trusts files at the content they had when the command was accepted. A repetition trusts no later change. */
export function trust(context: CommandContext): CommandEntry<CommandOf<'trust'>> {
  return inSteps(context, {
    decide: (command) => decideTrust(context.deps, command),
    carryOut: (decided) => applyTrust(context.deps, decided),
  });
}
