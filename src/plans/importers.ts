import type { PlanFormat } from '../contract/plan.ts';
import { checklist } from './importers/checklist.ts';
import { gsd } from './importers/gsd.ts';
import type { Importer } from './importers/importer.ts';
import { kiro } from './importers/kiro.ts';
import { openspec } from './importers/openspec.ts';
import { phases } from './importers/phases.ts';
import { specKit } from './importers/spec_kit.ts';
import { superpowers } from './importers/superpowers.ts';

export const importers: Record<PlanFormat, Importer> = {
  gsd,
  superpowers,
  checklist,
  kiro,
  openspec,
  phases,
  spec_kit: specKit,
} as Record<PlanFormat, Importer>;
