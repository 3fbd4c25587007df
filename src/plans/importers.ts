import type { PlanFormat } from '../contract/plan.ts';
import { backlog } from './importers/backlog.ts';
import { beads } from './importers/beads.ts';
import { bmad } from './importers/bmad.ts';
import { checklist } from './importers/checklist.ts';
import { directory } from './importers/directory.ts';
import { fairlead } from './importers/fairlead.ts';
import { gsd } from './importers/gsd.ts';
import type { Importer } from './importers/importer.ts';
import { kiro } from './importers/kiro.ts';
import { moai } from './importers/moai.ts';
import { openspec } from './importers/openspec.ts';
import { phases } from './importers/phases.ts';
import { ralph } from './importers/ralph.ts';
import { specKit } from './importers/spec_kit.ts';
import { superpowers } from './importers/superpowers.ts';
import { taskMaster } from './importers/task_master.ts';

export const importers: Record<PlanFormat, Importer> = {
  fairlead,
  gsd,
  superpowers,
  spec_kit: specKit,
  kiro,
  openspec,
  phases,
  task_master: taskMaster,
  beads,
  backlog,
  directory,
  moai,
  ralph,
  bmad,
  checklist,
};
