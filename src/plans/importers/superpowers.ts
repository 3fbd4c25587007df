import type { PlanProblem, PlanStep } from '../../contract/plan.ts';
import { planProblem, unitDraft } from '../draft.ts';
import type { UnitDraft } from '../draft.ts';
import { rangeOfIds } from '../markdown/id-range.ts';
import { plainText } from '../markdown/inline.ts';
import { allItems, itemText } from '../markdown/outline.ts';
import type { Section } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { isOver } from '../markdown/struck.ts';
import {
  agentOf,
  filesOf,
  isDoneWord,
  proofOf,
  statusOf,
  textOfBlocks,
  valuesOf,
} from '../markdown/unit-words.ts';
import { inStages, inSequence, lastOf } from '../order.ts';
import { rangeOfLines } from '../text/source-text.ts';
import { isGivenUp } from './given-up.ts';
import type { Importer } from './importer.ts';
import { boxItems, skippedBoxes, stepOf } from './boxes.ts';
import type { BoxItem } from './boxes.ts';
import { wordsForAll } from './about-markdown.ts';
import { byDocument } from './by-document.ts';
import { idsIn } from './task-ids.ts';
import { taskOrder } from './task-order.ts';
import { kindOfUnit } from './person-steps.ts';

/**
 * Superpowers and its kin: an implementation plan with headings `Task N`, in batches, chunks or phases or in none. Tasks
 * follow each other, unless they say what they depend on or their batch says that it may run in parallel.
 */
export const superpowers: Importer = byDocument('superpowers', (file) => {
  const found = taskSections(file);
  const problems: PlanProblem[] = [];
  const units = unitsOfTasks(file, found, problems);
  const outside = boxesOutside(file, found);
  const named = new Set(units.flatMap((unit) => takeProgress(unit, outside)));
  const left = outside.filter((box) => !named.has(box));
  problems.push(...skippedBoxes(left, 'outside of the tasks', file.source.path));
  const from = found[0]?.section.from;
  return { from, units, problems, context: wordsForAll(file, from) };
});

export interface TaskSection {
  section: Section;
  id: string;
  title: string;
  done: boolean;
  /** The batch, chunk or phase, in order from 0; null where there is none. */
  group: Section | null;
}

/** A letter is an id only behind white space: the `s` of a chapter "Tasks" is none. */
const taskHeading =
  /^(?:\W*\s)?(?:\[[\w ]{1,12}\]\s*)?(?:(?:Tasks?|Aufgabe|Tarea|Tarefa|Tâche|Taak|Задача|タスク|任务|任務|작업)(?:\s*#?\s*(\d+(?:[.–-]\d+)*[a-z]?)|\s+#?([A-Z]\d*(?:\.\d+)*|[A-Z]+-\d+))|(T-?\d{2,4}[a-z]?|TASK-\d{1,4}[a-z]?))(?:\s*[:：.)—–-]+\s*|\s+|$)(.*)$/iu;
const groupHeading =
  /^(?:\W*\s)?(?:Batch|Chunk|Phase|Wave|Stage|Milestone|Part|Sprint|Group|Section)\s*#?\s*([\dA-Z]+)\b/i;

/** @returns the sections that are tasks; one that holds tasks itself is none */
export function taskSections(file: MarkdownFile): TaskSection[] {
  const found: TaskSection[] = [];
  const holders = new Set<Section>();
  let group: Section | null = null;
  for (const section of file.sections) {
    const words = plainText(section.heading.text);
    const match = taskHeading.exec(words);
    if (!match) {
      if (groupHeading.test(words)) group = section;
      else if (group && section.heading.level < group.heading.level) group = null;
      continue;
    }
    for (let above = section.parent; above && !holders.has(above); above = above.parent) holders.add(above);
    const [, number, letter, code, rest = ''] = match;
    const id = number ?? letter ?? code ?? '';
    found.push({
      section,
      id,
      title: rest.replaceAll(/[✅✔☑]\uFE0F?|\[x\]/g, '').trim() || words,
      done: isOver(section.heading.text),
      group,
    });
  }
  return found.filter((task) => !holders.has(task.section));
}

function boxesOutside(file: MarkdownFile, tasks: readonly TaskSection[]): BoxItem[] {
  let next = 0;
  return boxItems(file).filter(({ item, depth }) => {
    while ((tasks[next]?.section.to ?? Infinity) <= item.from) next += 1;
    return depth === 0 && item.from < (tasks[next]?.section.from ?? Infinity);
  });
}

/** `Task 4` and `T4`; of `Tasks 2–4` each of them. */
function namesOf(noun: string, id: string): string[] {
  const all = id.includes('–') ? [id, ...rangeOfIds(id)] : [id];
  return all.flatMap((one) => [
    one,
    `${noun} ${one}`,
    one.replace(/^TASK-/i, ''),
    ...(/^\d/.test(one) ? [`${noun.charAt(0)}${one}`] : []),
  ]);
}

/** Some keep a list of their tasks before them, `- [x] Task 1: …`. @returns its boxes that are of this unit */
function takeProgress(unit: UnitDraft, boxes: readonly BoxItem[]): BoxItem[] {
  const own = boxes.filter(({ words }) => {
    const [, number, letter, code] = taskHeading.exec(words) ?? [];
    return (number ?? letter ?? code) === unit.id;
  });
  if (own.length > 0 && own.every(({ done }) => done)) unit.done = true;
  return own;
}

/** @param noun what others call one of them before its number */
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

/** Units that say what they need wait for that alone; all others keep the document's order. */
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

/** @returns ids that a label `Depends on` names, [] for "none", undefined where the unit does not say */
export function dependenciesOf(blocks: Section['blocks'], known?: ReadonlySet<string>): string[] | undefined {
  const values = valuesOf(blocks, dependsLabel);
  // What is so afterwards stands behind the same word.
  if (values.length === 0) {
    const ids = idsIn(plainText(valuesOf(blocks, /^after$/i).join(', ')), known);
    return ids.length > 0 ? ids : undefined;
  }
  const text = plainText(values.join(', '))
    // What goes beside it is named there too.
    .replaceAll(/[;,.(]?\s*(?:can (?:be )?(?:run|done) )?(?:in )?parallel (?:with|to)\b[^;)]*/gi, ' ')
    .replaceAll(/[[\]();]/g, ' ')
    .trim();
  const ids = idsIn(text, known);
  if (ids.length > 0) return ids;
  return text === '' || nothing.test(text) ? [] : undefined;
}

const dependsLabel =
  /^(?:depends?(?:ing)?(?: on)?|dependenc(?:y|ies)|blocked by|prerequisites?|requires tasks?|depende de|dependencias|dependências|dépend de|dépendances|abhängig(?:keiten| von)?|зависит от|зависимости|依存|依存関係|依存先|依赖(?:于|项|关系)?|依賴(?:於)?|前置(?:任务|任務|条件|條件)|의존|의존성|의존 대상|선행(?: 작업)?)$/iu;
const nothing =
  /^(?:none|no|nothing|n\/a|independent|ningun[ao]|nenhum[ao]?|aucune?|keine?)\b|^(?:[-—–]|нет(?!\p{L})|なし|无|無|없음)/iu;

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
  return (
    plainText(line)
      .replace(/^Step\s+\d+[a-z]?(?:\.\d+)*\s*[:：.)-]?\s*/i, '')
      .slice(0, 200) || 'step'
  );
}
