import { keepStart } from '../../base/cut-text.ts';
import type { PlanProblem, PlanStep } from '../../contract/plan.ts';
import { planProblem, unitDraft } from '../draft.ts';
import type { UnitDraft } from '../draft.ts';
import { stepOf } from '../boxes/box-items.ts';
import { rangeOfIds } from '../markdown/id-range.ts';
import { plainText } from '../markdown/inline.ts';
import { allItems, itemText } from '../markdown/outline.ts';
import type { Section } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { agentOf, filesOf, isDoneWord, proofOf, statusOf, textOfBlocks } from '../markdown/unit-words.ts';
import { inStages, inSequence, lastOf } from '../order.ts';
import { rangeOfLines } from '../text/source-text.ts';
import { isGivenUp } from './given-up.ts';
import { kindOfUnit } from './person-steps.ts';
import { dependenciesOf } from './stated-dependencies.ts';
import { taskOrder } from './task-order.ts';
import type { TaskSection } from './task-sections.ts';

/** @param noun the noun that others use before its number */
export function unitsOfTasks(
  file: MarkdownFile,
  tasks: readonly TaskSection[],
  problems: PlanProblem[],
  noun = 'Task',
): UnitDraft[] {
  const groups = [...new Set(tasks.flatMap((task) => task.group ?? []))];
  const waves = new Map(groups.map((group, index) => [group, index + 1]));
  const stages: { group: Section | null; units: UnitDraft[] }[] = [];
  const free = new Set<UnitDraft>();
  const known = new Set(tasks.map(({ id }) => id));
  const order = taskOrder(file, known);
  const units = tasks.map((task) => {
    const { blocks } = task.section;
    const steps = stepsOf(task.section);
    const depends = dependenciesOf(blocks, known) ?? order?.saysOf(task.id);
    const range = rangeOfLines(file.source, task.section.from, task.section.to);
    const unit = unitDraft(file.source, range, task.id, task.title, {
      ...proofOf(blocks),
      kind: kindOfUnit(task.title, steps),
      needs: depends ?? [],
      names: namesOf(noun, task.id),
      declared_wave: task.group ? (waves.get(task.group) ?? null) : null,
      files: filesOf(blocks),
      steps,
      agent: agentOf(blocks),
      done:
        task.done ||
        isDoneWord(statusOf(blocks)) ||
        isGivenUp(statusOf(blocks)) ||
        (steps.length > 0 && steps.every((step) => step.done)),
    });
    if (depends) free.add(unit);
    const stage = stages.at(-1);
    if (stage && stage.group === task.group) stage.units.push(unit);
    else stages.push({ group: task.group, units: [unit] });
    return unit;
  });
  putInOrder(stages, free);
  for (const [index, task] of tasks.entries())
    if (task.section.blocks.length === 0)
      problems.push(
        planProblem(
          'warning',
          'empty_unit',
          `${noun.toLowerCase()} ${task.id} has nothing below its heading`,
          {
            unit: units[index]?.id ?? task.id,
            path: file.source.path,
            line: task.section.from,
          },
        ),
      );
  return units;
}

/** Units with stated dependencies wait for those only; all others keep the document's order. */
function putInOrder(
  stages: readonly { group: Section | null; units: UnitDraft[] }[],
  free: ReadonlySet<UnitDraft>,
): void {
  let before: UnitDraft[] = [];
  for (const { group, units } of stages) {
    const bound = units.filter((unit) => !free.has(unit));
    if (group && mayRunTogether(group)) {
      inStages(before, bound);
      before = units;
    } else {
      for (const [index, unit] of units.entries()) {
        const previous = units[index - 1];
        if (free.has(unit)) continue;
        if (previous) inSequence([previous, unit]);
        else inStages(before, [unit]);
      }
      before = lastOf(units);
    }
  }
}

function mayRunTogether(group: Section): boolean {
  const words = `${group.heading.text}\n${textOfBlocks(group.intro)}`;
  if (/\[SEQUENTIAL\]|\b(?:not|never|cannot|can't|sequentially)\b/i.test(words)) return false;
  return /\[PARALLEL\]|\(parallel\)|\b(?:can|may|should|to) (?:all )?(?:be )?(?:run|executed?|done|implemented|worked on|dispatched)[\w\s,]{0,30}(?:in parallel|concurrently|simultaneously)/i.test(
    words,
  );
}

/** `Task 4` and `T4`; for `Tasks 2–4` each of them. */
function namesOf(noun: string, id: string): string[] {
  const all = id.includes('–') ? [id, ...rangeOfIds(id)] : [id];
  return all.flatMap((one) => [
    one,
    `${noun} ${one}`,
    one.replace(/^TASK-/i, ''),
    ...(/^\d/.test(one) ? [`${noun.charAt(0)}${one}`] : []),
  ]);
}

function stepsOf(section: Section): PlanStep[] {
  const boxes = allItems(section.blocks).filter(({ item, boxes: within }) => item.box && within === 0);
  if (boxes.length > 0)
    return boxes.map(({ item }) => stepOf(stepTitle(itemText(item)), item.box?.done ?? false));
  const bold = section.blocks.flatMap((block) => {
    const words =
      block.kind === 'paragraph' ? block.text : block.kind === 'heading' ? `**${block.text}**` : '';
    return /^\*\*\s*Step\s+\d/i.test(words) ? [words.split('\n')[0] ?? ''] : [];
  });
  return bold.map((words) => stepOf(stepTitle(words), false));
}

function stepTitle(text: string): string {
  const [line = ''] = text.split('\n');
  return keepStart(plainText(line).replace(/^Step\s+\d+[a-z]?(?:\.\d+)*\s*[:：.)-]?\s*/i, ''), 200) || 'step';
}
