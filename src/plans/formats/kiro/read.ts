import { unitDraft } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import { allItems, itemText } from '../../markdown/outline.ts';
import type { Section } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { valuesOf } from '../../markdown/unit-words.ts';
import { dependencyWords } from '../../markdown/dependency-words.ts';
import { folderOf, inFolder, baseName } from '../../path-parts.ts';
import { pathsOfText } from '../../text/paths.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { aboutMarkdown } from '../../documents/about-markdown.ts';
import {
  boxItems,
  checksOf,
  isStarred,
  numbered,
  skippedBoxes,
  stepOf,
  wordsOfItem,
} from '../../boxes/box-items.ts';
import type { BoxItem } from '../../boxes/box-items.ts';
import type { PlanInput, ReadDraft } from '../../plan-input.ts';
import { byDocument } from '../../documents/by-document.ts';
import { checksBeside } from '../../boxes/not-work.ts';
import { approvalProblems } from './spec-approvals.ts';
import { taskOrder } from '../../tasks/task-order.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';
import { dependenciesOf } from '../../tasks/stated-dependencies.ts';

/**
 * Kiro and cc-sdd: `.kiro/specs/x/tasks.md`. A unit is a top-level number with all boxes below it, whether indented
 * or flat under a heading; units are in order.
 */
export const readKiro: ReadDraft = byDocument((file, input) => {
  const { path } = file.source;
  const groups = /(?:^|\/)(?:requirements|design)\.md$/i.test(path) ? [] : groupsOf(file);
  const units = groups.map((group) => unitOf(file, group));
  putInOrder(file, units, groups);
  const left = checkBoxes(file);
  const { title } = aboutMarkdown(file, groups[0]?.from);
  const feature = baseName(folderOf(path));
  return {
    from: groups[0]?.from,
    units,
    title:
      /^(?:implementation plan|(?:spec )?tasks?|task (?:list|breakdown)|実装計画|実装タスク|タスク|实施计划|实现计划|任务(?:列表|清单)?|구현 계획|작업)?$/iu.test(
        title,
      ) && feature !== ''
        ? feature
        : title,
    context: beside(input, path),
    problems: [
      ...approvalProblems(input, inFolder(folderOf(path), 'spec.json')),
      ...skippedBoxes(
        boxItems(file).filter(({ item }) => left.has(item)),
        'which are criteria, not work',
        path,
      ),
    ],
  };
});

interface Group {
  id: string;
  section: Section | null;
  boxes: BoxItem[];
  from: number;
  to: number;
}

function groupsOf(file: MarkdownFile): Group[] {
  const groups: Group[] = [];
  let unnumbered = 0;
  const headings = headingsByNumber(file);
  const checks = checkBoxes(file);
  for (const box of boxItems(file)) {
    if (box.depth > 0 || checks.has(box.item)) continue;
    const id = numbered(box.words)?.id;
    const major = id?.split('.')[0] ?? '';
    const last = groups.at(-1);
    if (last && major !== '' && last.id === major) {
      last.boxes.push(box);
      last.to = Math.max(last.to, box.item.to);
      continue;
    }
    const section = id?.includes('.') ? headings.get(major) : undefined;
    const covers = section && holds(section, box) ? section : null;
    if (id === undefined) unnumbered += 1;
    groups.push({
      // Numbers belong to the units that have one.
      id: major || `box-${unnumbered}`,
      section: covers,
      boxes: [box],
      from: covers?.from ?? box.item.from,
      to: covers?.to ?? box.item.to,
    });
  }
  return groups;
}

function holds({ from, to }: Section, { item }: BoxItem): boolean {
  return from <= item.from && item.to <= to;
}

/** Of several headings with one number the first. */
function headingsByNumber(file: MarkdownFile): Map<string, Section> {
  const headings = new Map<string, Section>();
  for (const section of file.sections) {
    const number = numbered(withoutNoun(section.heading.text));
    if (number && !headings.has(number.id)) headings.set(number.id, section);
  }
  return headings;
}

function checkBoxes(file: MarkdownFile): Set<BoxItem['item']> {
  const outer = boxItems(file).filter(({ depth }) => depth === 0);
  return new Set([...checksBeside(outer, (words) => numbered(words) !== undefined)].map(({ item }) => item));
}

/** Puts units in order; groups whose heading states dependencies wait for those only. */
function putInOrder(file: MarkdownFile, units: readonly UnitDraft[], groups: readonly Group[]): void {
  const byChapter = taskOrder(
    file,
    units.map(({ id }) => id),
  );
  for (const [index, unit] of units.entries()) {
    const previous = units[index - 1];
    const own = groups[index]?.section;
    const stated = byChapter?.needsOf(unit.id) ?? (own ? dependenciesOf(own.intro) : undefined);
    if (stated) unit.needs.push(...stated.filter((need) => need !== unit.id && !unit.needs.includes(need)));
    else if (previous) unit.after.push(previous);
  }
}

/** `1: Models` of `Task Group 1: Models`. */
function withoutNoun(heading: string): string {
  return plainText(heading).replace(/^(?:Task Group|Task|Phase|Section|Group)\s+/i, '');
}

function innerBoxes({ item: { children } }: BoxItem): Pick<BoxItem, 'words' | 'done' | 'optional'>[] {
  return allItems(children).flatMap(({ item }) => {
    if (!item.box) return [];
    const words = plainText(itemText(item));
    return [{ words, done: item.box.done, optional: item.box.optional || isStarred(words) }];
  });
}

function unitOf(file: MarkdownFile, group: Group): UnitDraft {
  const [first] = group.boxes;
  const heading = group.section && numbered(withoutNoun(group.section.heading.text))?.rest;
  const own =
    group.boxes.find((box) => [group.id, `${group.id}.0`].includes(numbered(box.words)?.id ?? '')) ??
    (group.boxes.length === 1 && !group.section ? first : undefined);
  const title = heading || (numbered(own?.words ?? '')?.rest ?? own?.words) || first?.words || group.id;
  const steps = group.boxes.flatMap((box) => (box === own ? innerBoxes(box) : [box, ...innerBoxes(box)]));
  const entries = steps.map((step) => stepOf(step.words, step.done));
  const words = group.boxes.map((box) => wordsOfItem(box.item)).join('\n');
  const blocks = group.boxes.flatMap((box) => box.item.children);
  const ids = new Set(steps.map((step) => numbered(step.words)?.id ?? ''));
  const { needs, mentions } = dependencyWords(words);
  const isElsewhere = (name: string) => name !== group.id && !ids.has(name);
  return unitDraft(
    file.source,
    rangeOfLines(file.source, group.from, group.to),
    group.id,
    title.replace(/^\(P\)\s*|\s*\(P\)$/g, ''),
    {
      names: [...ids],
      needs: needs.filter(isElsewhere),
      mentions: mentions.filter(isElsewhere),
      files: pathsOfText(words),
      kind: kindOfUnit(title, entries),
      steps: entries,
      gate: checksOf(blocks),
      acceptance: [...validations(words), ...criteriaOf(group.section)],
      done: isDone(steps, own),
    },
  );
}

/** @param own the box of the unit itself, if there is one */
function isDone(steps: readonly Pick<BoxItem, 'done' | 'optional'>[], own: BoxItem | undefined): boolean {
  const required = steps.filter((step) => !step.optional);
  if (own) return own.done || (required.length > 0 && required.every((step) => step.done));
  return (required.length > 0 ? required : steps).every((step) => step.done);
}

function criteriaOf(section: Section | null): string[] {
  return valuesOf(section?.blocks ?? [], /^acceptance criteria$/i).flatMap((value) =>
    value.split('\n').map(plainText).filter(Boolean),
  );
}

const validation =
  /^(?:Requirements?|Validates|Property \d+|Contracts?|Done(?: when)?|Observable(?: completion)?|Acceptance|需求|要件|要求|요구사항|Requisitos|验证|検証|完了|観察可能な完了|관찰 가능한 완료)[^:：]{0,20}[:：]/i;

/** `_Requirements: 1.1, 2.3_` and `**Validates: …**` name the requirements. */
function validations(words: string): string[] {
  const lines = words.split('\n').map((line) => plainText(line).replaceAll(/^_+|_+$/g, ''));
  return lines.filter((line) => validation.test(line));
}

function beside(input: PlanInput, path: string): string[] {
  return ['requirements.md', 'design.md', 'research.md']
    .map((name) => inFolder(folderOf(path), name))
    .filter((name) => input.listing.has(name));
}
