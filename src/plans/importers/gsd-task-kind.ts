import type { UnitKind } from '../../contract/plan.ts';

/** @returns who does a task of GSD by its type, `checkpoint:human-verify` */
export function kindOfTask(type: string): UnitKind {
  if (/human-action/.test(type)) return 'act';
  if (/decision/.test(type)) return 'decide';
  return /checkpoint|human|^manual$/.test(type) ? 'verify' : 'auto';
}
