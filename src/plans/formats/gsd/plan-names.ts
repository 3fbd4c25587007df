/** Names of plans, and how plans refer to each other. */
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { valuesOf } from '../../markdown/unit-words.ts';
import { baseName } from '../../path-parts.ts';
import { textOf } from '../../text/fields.ts';

/** `phase: 03-x` and `plan: 01` become `03-01`; else the name of the file. */
export function idOf(file: MarkdownFile): string {
  const plan = textOf(file.front?.fields['plan']);
  const phase = phaseOf(file);
  const stem = baseName(file.source.path).replace(/(?:-PLAN)?\.md$/i, '');
  if (/^\d+(?:\.\d+)?-\d+[a-z]?$/i.test(stem)) return stem;
  if (plan === '') return stem;
  if (/^\d+(?:\.\d+)?-/.test(plan) || phase === '') return plan;
  return phase.endsWith(`-${plan}`) ? phase : `${phase}-${plan}`;
}

/** @returns the number of a phase: `03` of `03-multi`, else its whole name */
export function phaseOf(file: MarkdownFile): string {
  const named = /^(\d+(?:\.\d+)?)-\d+\w*-PLAN\.md$/i.exec(baseName(file.source.path))?.[1];
  const phase = textOf(file.front?.fields['phase']) || (named ?? '');
  return /^(\d+(?:\.\d+)?)(?:[-_ ]|$)/.exec(phase)?.[1] ?? phase;
}

/** `**Depends on:** 01-01, 01-02`, if the front matter does not state it. */
export function plansNamedBy(file: MarkdownFile): string[] {
  const values = valuesOf(file.blocks, /^(?:depends on|dependencies)$/i);
  return values.flatMap((value) => value.match(/\b\d+(?:\.\d+)?-\d+[a-z]?\b/g) ?? []);
}

/** A bare number is a plan of the same phase. */
export function fullName(name: string, phase: string): string {
  const bare = baseName(name)
    .replace(/(?:-PLAN)?(?:\.md)?$/i, '')
    .replace(/^plan[\s-]+/i, '');
  return /^\d+[a-z]?$/i.test(bare) && phase !== '' ? `${phase}-${bare}` : bare;
}
