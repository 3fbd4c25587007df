import type { PlanFormat } from '../contract/plan.ts';
import { agentOs } from './formats/agent_os/read.ts';
import { antigravity } from './formats/antigravity/read.ts';
import { taskPlan } from './formats/task_plan/read.ts';
import { trae } from './formats/trae/read.ts';
import { trellis } from './formats/trellis/read.ts';
import { backlog } from './importers/backlog.ts';
import { beads } from './importers/beads.ts';
import { bmad } from './importers/bmad.ts';
import { checklist } from './importers/checklist.ts';
import { conductor } from './importers/conductor.ts';
import { execPlan } from './importers/exec_plan.ts';
import { verifiedPhases } from './importers/verified_phases.ts';
import { cursor } from './importers/cursor.ts';
import { sisyphus } from './importers/sisyphus.ts';
import { zenflow } from './importers/zenflow.ts';
import { taskTable } from './importers/task_table.ts';
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
  conductor,
  exec_plan: execPlan,
  verified_phases: verifiedPhases,
  cursor,
  sisyphus,
  zenflow,
  task_table: taskTable,
  antigravity,
  task_plan: taskPlan,
  trellis,
  agent_os: agentOs,
  trae,
  checklist,
};
