import type { PlanFormat } from '../contract/plan.ts';
import { agentOs } from './formats/agent_os/read.ts';
import { antigravity } from './formats/antigravity/read.ts';
import { taskPlan } from './formats/task_plan/read.ts';
import { trae } from './formats/trae/read.ts';
import { trellis } from './formats/trellis/read.ts';
import { backlog } from './formats/backlog/read.ts';
import { beads } from './formats/beads/read.ts';
import { bmad } from './formats/bmad/read.ts';
import { checklist } from './formats/checklist/read.ts';
import { conductor } from './formats/conductor/read.ts';
import { execPlan } from './formats/exec_plan/read.ts';
import { verifiedPhases } from './formats/verified_phases/read.ts';
import { cursor } from './formats/cursor/read.ts';
import { sisyphus } from './formats/sisyphus/read.ts';
import { zenflow } from './formats/zenflow/read.ts';
import { taskTable } from './formats/task_table/read.ts';
import { directory } from './formats/directory/read.ts';
import { fairlead } from './formats/fairlead/read.ts';
import { gsd } from './formats/gsd/read.ts';
import type { Importer } from './plan-input.ts';
import { kiro } from './formats/kiro/read.ts';
import { moai } from './formats/moai/read.ts';
import { openspec } from './formats/openspec/read.ts';
import { phases } from './formats/phases/read.ts';
import { ralph } from './formats/ralph/read.ts';
import { specKit } from './formats/spec_kit/read.ts';
import { superpowers } from './formats/superpowers/read.ts';
import { taskMaster } from './formats/task_master/read.ts';

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
