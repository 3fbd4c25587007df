import type { CommandGroup } from '../../command-spec.ts';
import { check } from './check.ts';
import { explain } from './explain.ts';
import { forget } from './forget.ts';
import { rules } from './rules.ts';

export const policy: CommandGroup = {
  name: 'policy',
  summary: 'Explain, check, list and remove policy rules',
  subcommands: [explain, check, rules, forget],
};
