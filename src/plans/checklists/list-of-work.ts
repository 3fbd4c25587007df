import { counted } from '../../base/counted.ts';
import { boxWords } from '../boxes/box-words.ts';
import type { BoxItem } from '../boxes/box-items.ts';
import { workOf } from './work-of-list.ts';
import { plainText } from '../markdown/inline.ts';
import { sectionsAround } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { baseName } from '../path-parts.ts';

/** @returns the reason why a document is a list of work; undefined if it is not */
export function isListOfWork(file: MarkdownFile): string | undefined {
  const found = judge(file);
  return 'list' in found ? found.list : undefined;
}

/** @returns why a document that no format recognises is not a plan */
export function whyNoWork(file: MarkdownFile): string {
  const found = judge(file);
  return 'list' in found ? found.list : found.why;
}

function judge(file: MarkdownFile): { list: string } | { why: string } {
  const boxes = boxWords(file).length;
  const isReadme = /^readme\b/i.test(baseName(file.source.path));
  if (isReadme && boxes > 0) return { why: 'it is a README: its checkboxes list features' };
  const work = workOf(file);
  if (work.boxes.length > 0 && isOnlyAfterwards(file, work.boxes))
    return { why: 'it is a report: its checkboxes are wishes or follow-ups' };
  if (work.boxes.some(({ item }) => item.box)) return { list: counted(boxes, 'checkbox', 'checkboxes') };
  if (work.boxes.length > 1) return { list: `a plan of ${work.boxes.length} numbered steps` };
  const headings = work.sections.length;
  if (headings > 1 && !isReadme) return { list: `${headings} headings of a plan` };
  if (boxes > 0) return { why: 'its checkboxes are criteria, not work' };
  return { why: noPlan(file) };
}

function noPlan(file: MarkdownFile): string {
  if (file.source.lines.every((line) => line.text.trim() === '')) return 'it is empty';
  const headings = file.sections.length;
  if (headings === 0) return 'it has neither headings nor tasks nor checkboxes';
  return `${counted(headings, 'heading')}, but neither tasks nor checkboxes`;
}

/** Titles of documents that describe something; a plan may have one too. */
const telling =
  /\b(?:retrospective|post-?mortem|review|report|analysis|audit|research|findings|summary|changelog|release notes|meeting|notes|guide|tutorial|reference|documentation|design|architecture|specification|spec|rfc|adr|proposal|decisions?)\b/i;
const planning =
  /\b(?:plan|roadmap|to-?do|tasks?|checklist|backlog|remediation|actions?|fix(?:es)?|implement\w*|migration)\b/i;
/** In a descriptive document, these chapters are wishes, not work. */
const wanting =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:(?:design |project |non-?functional |functional |key )?(?:goals?|objectives?|requirements?|constraints?|assumptions?|principles)|ziele|anforderungen|objetivos|requisitos|objectifs|exigences|цели|требования|目标|需求|目的|要件|목표|요구사항)\W*$/iu;
const afterwards =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:next steps?|future\b.*|follow-?ups?|further (?:work|steps)|recommendations?|recommended (?:actions|next steps)|.{0,60}\bchecklist)\W*$/i;

/** @returns whether a document describes something, and its boxes are only in its last chapters, for later */
function isOnlyAfterwards(file: MarkdownFile, boxes: readonly BoxItem[]): boolean {
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
