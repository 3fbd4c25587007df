import type { Section } from './outline.ts';
import { readPhaseHeading } from './phase-heading.ts';
import type { MarkdownFile } from './read-markdown.ts';

/** @returns the headings "Phase N" of the highest level that has any */
export function phasesOf(file: MarkdownFile): Section[] {
  const phases = file.sections.filter(
    ({ heading }) => heading.level > 1 && readPhaseHeading(heading.text)?.number,
  );
  const level = Math.min(...phases.map(({ heading }) => heading.level));
  return phases.filter(({ heading }) => heading.level === level);
}
