import type { PlanProblem } from '../../../contract/plan.ts';
import { planProblem } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import type { Section } from '../../markdown/outline.ts';
import { textOfBlocks } from '../../markdown/unit-words.ts';
import { idsIn } from '../../tasks/task-ids.ts';

/** @returns lists of ids in sequence: of the whole phase by its heading, of some tasks by an execution note */
export function sequences(
  section: Section | null,
  work: readonly UnitDraft[],
  problems: PlanProblem[],
): string[][] {
  if (!section) return [];
  const every = work.map((unit) => unit.id);
  if (/\[SEQUENTIAL\]/i.test(section.heading.text)) return [every];
  const lines = textOfBlocks(
    section.blocks.filter((block) => block.kind === 'paragraph' || block.kind === 'quote'),
  )
    .split('\n')
    .filter((line) => /\[SEQUENTIAL\]/i.test(line));
  const own = work
    .filter((unit) => /\[SEQUENTIAL\]/i.test(unit.prompt.split('\n')[0] ?? ''))
    .map((unit) => unit.id);
  const noted = lines.map((line) => {
    const ids = idsIn(plainText(line)).filter((id) => every.includes(id));
    if (ids.length > 0) return ids;
    if (/\ball\b|\bphase\b/i.test(line)) return every;
    problems.push(
      planProblem(
        'note',
        'sequence_without_tasks',
        `this note names no task of its phase; all of them follow each other: ${plainText(line)}`,
      ),
    );
    return every;
  });
  return own.length > 1 ? [...noted, own] : noted;
}
