import type { PlanFormat } from '../contract/plan.ts';
import { gsd } from './importers/gsd.ts';
import type { Importer } from './importers/importer.ts';
import { superpowers } from './importers/superpowers.ts';

export const importers: Record<PlanFormat, Importer> = { gsd, superpowers } as Record<PlanFormat, Importer>;
