import type { CommandGroup } from '../../command-spec.ts';
import { formats } from './formats.ts';
import { importPlan } from './import.ts';
import { lint } from './lint.ts';
import { show } from './show.ts';
import { tryGates } from './try.ts';

export const plan: CommandGroup = {
  name: 'plan',
  summary: 'Show, check, try or convert a plan',
  subcommands: [show, lint, tryGates, importPlan, formats],
};
