import { unitDraft } from '../draft.ts';
import type { UnitDraft } from '../draft.ts';
import type { Block, List } from '../markdown/block.ts';
import { plainText } from '../markdown/inline.ts';
import { sectionsAround } from '../markdown/outline.ts';
import type { Section } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { dependencyWords } from '../markdown/dependency-words.ts';
import { isOver, withoutTick } from '../markdown/struck.ts';
import { agentOf, filesOf, isDoneWord, proofOf, statusOf } from '../markdown/unit-words.ts';
import { inSequence } from '../order.ts';
import { pathsOfText } from '../text/paths.ts';
import { rangeOfLines } from '../text/source-text.ts';
import { wordsForAll } from './about-markdown.ts';
import { byDocument } from './by-document.ts';
import type { DocumentDraft } from './by-document.ts';
import {
  boxItems,
  checksOf,
  criteriaHeading,
  innerSteps,
  numbered,
  skippedBoxes,
  wordsOfItem,
} from './boxes.ts';
import type { BoxItem } from './boxes.ts';
import { holdLastTo, proofAtEnd } from './end-proof.ts';
import { isGivenUp } from './given-up.ts';
import type { Importer } from './importer.ts';
import { checksBeside, isGivenUpChapter } from './not-work.ts';
import { namesSteps, numberedSteps } from './numbered-steps.ts';
import { taskOrder } from './task-order.ts';
import { kindOfUnit } from './person-steps.ts';

/**
 * Any checklist: a unit is a box that is in no other; where there is none, a numbered heading, or one whose boxes say what
 * is to come of it. In the document's order.
 */
export const checklist: Importer = byDocument('checklist', (file) => checklistOf(file));

/** @returns the units of a list of boxes or of steps */
export function checklistOf(file: MarkdownFile): DocumentDraft {
  const boxes = outerBoxes(file);
  const { boxes: work, sections: steps } = workOf(file, boxes);
  const chosen =
    work.length > 0 || steps.length > 0 ? work : boxes.filter(({ section }) => !isGivenUpChapter(section));
  const units = [
    ...chosen.map((box, index) => unitOf(file, box, index + 1)),
    ...steps.map((section, index) => unitOfSection(file, section, index + 1)),
  ];
  const settled = new Set<UnitDraft>();
  const order = taskOrder(
    file,
    units.map(({ id }) => id),
  );
  for (const unit of units) {
    const stated = order?.needsOf(unit.id);
    if (stated) unit.needs.push(...stated.filter((need) => !unit.needs.includes(need)));
    if (stated) settled.add(unit);
  }
  inSequence(units.filter((unit) => unit.needs.length === 0 && !settled.has(unit)));
  // Steps without boxes are told apart from what proves them; boxes of such chapters say what must be true.
  if (chosen.every(({ item }) => item.box === null)) holdLastTo(units, proofAtEnd(file, units));
  const taken = new Set(chosen);
  const isTaken = (box: BoxItem) =>
    taken.has(box) || steps.some(({ from, to }) => from <= box.item.from && box.item.to <= to);
  const left = boxes.filter((box) => !isTaken(box) && !isGivenUpChapter(box.section));
  const later = boxes.filter((box) => !isTaken(box) && isGivenUpChapter(box.section));
  const { path } = file.source;
  const problems = [
    ...skippedBoxes(left, 'which are criteria, not work', path),
    ...skippedBoxes(later, 'given up or put off until later', path),
  ];
  const from = chosen[0]?.item.from ?? steps[0]?.from;
  return { from, units, problems, context: wordsForAll(file, from) };
}

/** @returns what is to be done by a checklist: boxes that are in no other, or sections */
export function workOf(
  file: MarkdownFile,
  outer = outerBoxes(file),
): { boxes: BoxItem[]; sections: Section[] } {
  const criteria = criteriaLists(file.blocks);
  const checks = checksBeside(outer, (words) => (numbered(words) ?? issueId(words)) !== undefined);
  const open = outer.filter(
    (box) => !isCriteria(box.section) && !isGivenUpChapter(box.section) && !checks.has(box),
  );
  const boxes = open.filter(({ list }) => !criteria.has(list));
  const steps = stepHeadings(file);
  const holds = ({ from, to }: Section) => boxes.some(({ item }) => from <= item.from && item.to <= to);
  // Where most steps have no boxes, these do not say all that is to be done, and those behind them are for the end.
  if (steps.length > 1 && steps.filter(holds).length * 2 < steps.length)
    return { boxes: [], sections: steps };
  const held = new Set(open.flatMap(({ section }) => section ?? []));
  const working = new Set(boxes.map(({ section }) => section));
  const tasks = [...held].filter((section) => !working.has(section));
  // Where most sections only say what is to come of them, each of them is a piece of work.
  if (tasks.length > 1 && tasks.length * 2 > held.size) return { boxes: [], sections: [...held] };
  if (boxes.length > 0) return { boxes, sections: [] };
  if (steps.length > 0) return { boxes, sections: steps };
  const listed = isPlan(file) ? numberedSteps(file) : [];
  return listed.length > 0 ? { boxes: listed, sections: [] } : { boxes, sections: tasks };
}

function outerBoxes(file: MarkdownFile): BoxItem[] {
  return boxItems(file).filter(({ depth }) => depth === 0);
}

/** @returns lists behind a label like `**Acceptance criteria:**` */
function criteriaLists(blocks: readonly Block[], found = new Set<List>()): Set<List> {
  for (const [index, block] of blocks.entries()) {
    const before = blocks[index - 1];
    if (block.kind === 'quote') criteriaLists(block.children, found);
    if (block.kind !== 'list') continue;
    const label = before?.kind === 'paragraph' ? (before.text.split('\n').at(-1) ?? '') : '';
    if (/^\*\*.*\*\*:?\s*$|[:：]\s*$/.test(label) && criteriaHeading.test(plainText(label))) found.add(block);
    for (const item of block.items) criteriaLists(item.children, found);
  }
  return found;
}

const stepHeading =
  /^(?:\W*\s)?(?:Phase|Step|Milestone|Stage|Part|Sprint|Iteration|Slice|Increment|Work ?package|PR|M(?=\d)|Étape|Schritt|Paso|Fase|Этап|ステップ|フェーズ|阶段|步骤|단계)\s*#?(\d+[a-z]?\b|[IVX]+\b|(?<=\s)[A-Z](?=\s*(?:[:：.)—–-]|$)))[\s:：.)—–-]*(.*)$/iu;
/** Steps by the calendar: where nothing else is called a step. */
const datedHeading =
  /^(?:\W*\s)?(?:Week|Day|Woche|Tag|Semana|Día|Semaine|Jour|Неделя|週|周)s?\s*#?(\d+)\b[\s:：.)—–-]*(.*)$/iu;
/** A plan of something; not `Use Plan Mode`, `Plan your tasks`. */
const planTitle =
  /\bimplementation (?:guide|steps|strategy)\b|\b(?:plan|roadmap|to-?do(?: list)?)(?=\s*(?:$|[:：—–([|#,./-]|(?:for|to|of|and|de|du|des|del|da|do|para|pour|für|zur?|zum)\b|d['’]|v?\d))|(?:umsetzungs|implementierungs|projekt|arbeits|entwicklungs|migrations|fahr)plan(?!\p{L})|\bplano (?:de|da|do)\b|計画|计划|計劃|план|계획/iu;
/** About a plan, and none itself. */
const aboutPlan =
  /\b(?:analysis|review|report|research|findings|retrospective|audit|notes|summary|overview)\b/i;
const planName =
  /(?:^|\/)\.claude\/plans\/[^/]+\.md$|(?:^|\/)(?:(?:implementation|project|dev|development|migration|refactor\w*)[-_ ]?plan|plan|todo|tasks|roadmap)\.md$/i;

/**
 * @returns headings like "Phase 1" of one level in a document that calls itself a plan; bare numbers only in a file that
 *   is named as one, for elsewhere they number chapters
 */
export function stepHeadings(file: MarkdownFile): Section[] {
  if (!isPlan(file)) return [];
  const named = planName.test(file.source.path);
  const below = file.sections.filter(({ heading }) => heading.level > 1);
  const [byName = [], dated = []] = [stepHeading, datedHeading].map((pattern) =>
    below.filter(({ heading }) => pattern.test(plainText(heading.text))),
  );
  const called = byName.length > 1 || dated.length < 2 ? byName : dated;
  // Beside steps that are called so, numbers are those of chapters.
  const numbers =
    named && called.length < 2 ? below.filter(({ heading }) => isNumberedPiece(heading.text)) : called;
  const steps = numbers.length > 1 ? numbers : below.filter(isInSteps);
  const found = steps.filter((section) => !isGivenUpChapter(section));
  const level = found.reduce((least, { heading }) => Math.min(least, heading.level), Infinity);
  return found.filter(({ heading }) => heading.level === level);
}

/** It stands right below a chapter "Steps" or "Changes". */
function isInSteps({ heading, parent }: Section): boolean {
  const words = plainText(heading.text);
  return (
    parent !== null &&
    parent.heading.level > 1 &&
    namesSteps(parent.heading.text) &&
    !chapter.test(words) &&
    !criteriaHeading.test(words)
  );
}

/** By its name, or by what it calls itself. */
function isPlan(file: MarkdownFile): boolean {
  const title = plainText(file.sections[0]?.heading.text ?? '');
  return planName.test(file.source.path) || (planTitle.test(title) && !aboutPlan.test(title));
}

function isNumberedPiece(heading: string): boolean {
  const words = /^\d+[.)]\s+(\S.*)$/.exec(plainText(heading))?.[1];
  return words !== undefined && !chapter.test(words) && !criteriaHeading.test(words);
}

const chapter =
  /^(?:\W*)(?:overview|goals?|objectives?|background|context|summary|introduction|problem|motivation|scope|notes?|references?|links|dependencies|prerequisites|assumptions|timeline|schedule|architecture|tech(?:nology)? stack|constraints|decisions?|open questions|alternatives|appendix|(?:table of )?contents|status|legend|conventions|file structure|execution|mission|vision|required reading|ground rules|rules|principles|requirements|design|data model|test(?:ing)? strategy|metrics|current state|project (?:status|structure)|key features|api endpoints|resources|deliverables|glossary|faq|changelog|conclusion|next steps|executive summary|research|current (?:repo|code)|environment variables|error handling|(?:security|performance) considerations|monitoring|budget|team|stakeholders|estimate[sd]?|verification|critical files)\b|^(?:\W*)(?:approach|files?(?: to (?:modify|change|create))?|implementation(?: plan| steps| details)?)\s*$/i;

function isCriteria(section: Section | null): boolean {
  return sectionsAround(section).some(({ heading }) => {
    const words = plainText(heading.text);
    return criteriaHeading.test(words) || (heading.level > 1 && checkHeading.test(words));
  });
}

/** Chapters that say what must be so before, and what is looked at afterwards. */
const checkHeading =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:pre-?requisites?|verification(?: checklist)?|(?:manual )?test(?:ing)? (?:plan|checklist)|(?:code )?review checklist|sign-?off|approvals?)\W*$/i;

/** What tells of something; a plan may be called so too. */
const telling =
  /\b(?:retrospective|post-?mortem|review|report|analysis|audit|research|findings|summary|changelog|release notes|meeting|notes|guide|tutorial|reference|documentation|design|architecture|specification|spec|rfc|adr|proposal|decisions?)\b/i;
const planning =
  /\b(?:plan|roadmap|to-?do|tasks?|checklist|backlog|remediation|actions?|fix(?:es)?|implement\w*|migration)\b/i;
/** A document that tells of something says here what is wanted, not what is to be done. */
const wanting =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:(?:design |project |non-?functional |functional |key )?(?:goals?|objectives?|requirements?|constraints?|assumptions?|principles)|ziele|anforderungen|objetivos|requisitos|objectifs|exigences|цели|требования|目标|需求|目的|要件|목표|요구사항)\W*$/iu;
const afterwards =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:next steps?|future\b.*|follow-?ups?|further (?:work|steps)|recommendations?|recommended (?:actions|next steps)|.{0,60}\bchecklist)\W*$/i;

/** @returns whether a document tells of something, and its boxes only stand in its last chapters, for what may come after it */
export function isOnlyAfterwards(file: MarkdownFile, boxes: readonly BoxItem[]): boolean {
  const title = plainText(file.sections[0]?.heading.text ?? '');
  if (!telling.test(title) || planning.test(title)) return false;
  return boxes.every(({ section }) =>
    sectionsAround(section).some(
      ({ heading }) =>
        heading.level > 1 &&
        (afterwards.test(plainText(heading.text)) || wanting.test(plainText(heading.text))),
    ),
  );
}

function unitOf(file: MarkdownFile, box: BoxItem, count: number): UnitDraft {
  const { item, words } = box;
  const all = wordsOfItem(item);
  const own = numbered(words) ?? issueId(words);
  const known = proofOf(item.children);
  const steps = innerSteps(item.children);
  return unitDraft(
    file.source,
    rangeOfLines(file.source, item.from, item.to),
    own?.id ?? String(count),
    own?.rest || words || `item ${count}`,
    {
      gate: [...known.gate, ...checksOf(item.children)],
      acceptance: known.acceptance,
      ...dependencyWords(all),
      files: pathsOfText(all),
      kind: kindOfUnit(own?.rest || words, steps),
      steps,
      agent: agentOf(item.children),
      done: box.done,
    },
  );
}

/** `T1: x`, `#12 x`, `ABC-3: x`, `Task 4: x`, `任务 4：x`. */
function issueId(words: string): { id: string; rest: string } | undefined {
  const match =
    /^(?:(?:#|(?:[Tt]ask|[Ss]tep|Aufgabe|Schritt|Tarea|Paso|Tarefa|Passo|Tâche|Étape|Задача|Шаг|任务|任務|步骤|タスク|ステップ|작업|단계)\s*#?(?=\d))(\d+(?:\.\d+)*[a-z]?)(?![\d.]*\p{L})|([A-Z][A-Z0-9]*-?\d+[a-z]?)(?=\s*[:.)\]—–-]|\s))[\s:：.)\]—–-]*(\S.*)$/su.exec(
      words,
    );
  return match ? { id: match[1] ?? match[2] ?? '', rest: match[3] ?? '' } : undefined;
}

function unitOfSection(file: MarkdownFile, section: Section, count: number): UnitDraft {
  const words = withoutTick(plainText(section.heading.text));
  const match = stepHeading.exec(words) ?? datedHeading.exec(words);
  const number = numbered(words.replace(/^§\s*/, ''));
  const steps = innerSteps(section.blocks);
  return unitDraft(
    file.source,
    rangeOfLines(file.source, section.from, section.to),
    match?.[1] ?? number?.id ?? String(count),
    match?.[2] || number?.rest || words,
    {
      ...proofOf(section.blocks),
      files: [...pathsOfText(section.heading.text), ...filesOf(section.blocks)],
      agent: agentOf(section.blocks),
      kind: kindOfUnit(match?.[2] || number?.rest || words, steps),
      steps,
      done:
        isOver(section.heading.text) ||
        isDoneWord(statusOf(section.blocks)) ||
        isGivenUp(statusOf(section.blocks)) ||
        (steps.length > 0 && steps.every(({ done }) => done)),
    },
  );
}
