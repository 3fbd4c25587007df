import type { PlanFormatName } from '../contract/plan-formats.ts';
import { agentOs } from './formats/agent_os/format.ts';
import { antigravity } from './formats/antigravity/format.ts';
import { backlog } from './formats/backlog/format.ts';
import { beans } from './formats/beans/format.ts';
import { beads } from './formats/beads/format.ts';
import { bmad } from './formats/bmad/format.ts';
import { checklist } from './formats/checklist/format.ts';
import { conductor } from './formats/conductor/format.ts';
import { cursor } from './formats/cursor/format.ts';
import { directory } from './formats/directory/format.ts';
import { execPlan } from './formats/exec_plan/format.ts';
import { fairlead } from './formats/fairlead/format.ts';
import { gsd } from './formats/gsd/format.ts';
import { kiro } from './formats/kiro/format.ts';
import { moai } from './formats/moai/format.ts';
import { openspec } from './formats/openspec/format.ts';
import { phases } from './formats/phases/format.ts';
import { ralph } from './formats/ralph/format.ts';
import { sisyphus } from './formats/sisyphus/format.ts';
import { specKit } from './formats/spec_kit/format.ts';
import { superpowers } from './formats/superpowers/format.ts';
import { taskMaster } from './formats/task_master/format.ts';
import { taskPlan } from './formats/task_plan/format.ts';
import { taskTable } from './formats/task_table/format.ts';
import { trae } from './formats/trae/format.ts';
import { trellis } from './formats/trellis/format.ts';
import { verifiedPhases } from './formats/verified_phases/format.ts';
import { zenflow } from './formats/zenflow/format.ts';
import type { PlanFormat } from './plan-format.ts';

/**
 * The formats in order of precedence: among signs of the same kind, the earlier format wins. Formats with the most
 * general signs come last.
 */
export const formatByName: Readonly<Record<PlanFormatName, PlanFormat>> = {
  gsd,
  moai,
  openspec,
  backlog,
  directory,
  cursor,
  beads,
  beans,
  ralph,
  task_master: taskMaster,
  trellis,
  agent_os: agentOs,
  trae,
  antigravity,
  task_plan: taskPlan,
  zenflow,
  exec_plan: execPlan,
  conductor,
  sisyphus,
  superpowers,
  bmad,
  spec_kit: specKit,
  phases,
  verified_phases: verifiedPhases,
  task_table: taskTable,
  kiro,
  fairlead,
  checklist,
};

export const formats: readonly PlanFormat[] = Object.values(formatByName);
