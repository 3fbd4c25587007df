import { criteriaHeading } from '../boxes/box-items.ts';
import { isGivenUpChapter } from '../boxes/not-work.ts';
import { namesSteps } from '../boxes/numbered-steps.ts';
import { plainText } from '../markdown/inline.ts';
import type { Section } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';

const stepHeading =
  /^(?:\W*\s)?(?:Phase|Step|Milestone|Stage|Part|Sprint|Iteration|Slice|Increment|Work ?package|PR|M(?=\d)|Étape|Schritt|Paso|Fase|Этап|ステップ|フェーズ|阶段|步骤|단계)\s*#?(\d+[a-z]?\b|[IVX]+\b|(?<=\s)[A-Z](?=\s*(?:[:：.)—–-]|$)))[\s:：.)—–-]*(.*)$/iu;
/** Steps by date, used if nothing else is called a step. */
const datedHeading =
  /^(?:\W*\s)?(?:Week|Day|Woche|Tag|Semana|Día|Semaine|Jour|Неделя|週|周)s?\s*#?(\d+)\b[\s:：.)—–-]*(.*)$/iu;
/** The title of a plan; not `Use Plan Mode`, `Plan your tasks`. */
const planTitle =
  /\bimplementation (?:guide|steps|strategy)\b|\b(?:plan|roadmap|to-?do(?: list)?)(?=\s*(?:$|[:：—–([|#,./-]|(?:for|to|of|and|de|du|des|del|da|do|para|pour|für|zur?|zum)\b|d['’]|v?\d))|(?:umsetzungs|implementierungs|projekt|arbeits|entwicklungs|migrations|fahr)plan(?!\p{L})|\bplano (?:de|da|do)\b|計画|计划|計劃|план|계획/iu;
/** The title of a document about plans. */
const aboutPlan =
  /\b(?:analysis|review|report|research|findings|retrospective|audit|notes|summary|overview)\b/i;
const planName =
  /(?:^|\/)\.claude\/plans\/[^/]+\.md$|(?:^|\/)(?:(?:implementation|project|dev|development|migration|refactor\w*)[-_ ]?plan|plan|todo|tasks|roadmap)\.md$/i;

/**
 * @returns headings like "Phase 1" of one level in a document that is a plan by its name or title; bare numbers only
 *   in a file named as a plan, because elsewhere they number chapters
 */
export function stepHeadings(file: MarkdownFile): Section[] {
  if (!isPlan(file)) return [];
  const named = planName.test(file.source.path);
  const below = file.sections.filter(({ heading }) => heading.level > 1);
  const [byName = [], dated = []] = [stepHeading, datedHeading].map((pattern) =>
    below.filter(({ heading }) => pattern.test(plainText(heading.text))),
  );
  const called = byName.length > 1 || dated.length < 2 ? byName : dated;
  // Beside named steps, numbers belong to chapters.
  const numbers =
    named && called.length < 2 ? below.filter(({ heading }) => isNumberedPiece(heading.text)) : called;
  const steps = numbers.length > 1 ? numbers : below.filter(isInSteps);
  const found = steps.filter((section) => !isGivenUpChapter(section));
  const level = found.reduce((least, { heading }) => Math.min(least, heading.level), Infinity);
  return found.filter(({ heading }) => heading.level === level);
}

/** Whether it is directly below a chapter "Steps" or "Changes". */
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

/** @returns whether a document is a plan by its name or its title */
export function isPlan(file: MarkdownFile): boolean {
  const title = plainText(file.sections[0]?.heading.text ?? '');
  return planName.test(file.source.path) || (planTitle.test(title) && !aboutPlan.test(title));
}

function isNumberedPiece(heading: string): boolean {
  const words = /^\d+[.)]\s+(\S.*)$/.exec(plainText(heading))?.[1];
  return words !== undefined && !chapter.test(words) && !criteriaHeading.test(words);
}

const chapter =
  /^(?:\W*)(?:overview|goals?|objectives?|background|context|summary|introduction|problem|motivation|scope|notes?|references?|links|dependencies|prerequisites|assumptions|timeline|schedule|architecture|tech(?:nology)? stack|constraints|decisions?|open questions|alternatives|appendix|(?:table of )?contents|status|legend|conventions|file structure|execution|mission|vision|required reading|ground rules|rules|principles|requirements|design|data model|test(?:ing)? strategy|metrics|current state|project (?:status|structure)|key features|api endpoints|resources|deliverables|glossary|faq|changelog|conclusion|next steps|executive summary|research|current (?:repo|code)|environment variables|error handling|(?:security|performance) considerations|monitoring|budget|team|stakeholders|estimate[sd]?|verification|critical files)\b|^(?:\W*)(?:approach|files?(?: to (?:modify|change|create))?|implementation(?: plan| steps| details)?)\s*$/i;

/** @returns the number and the text of a heading like "Phase 1: x"; null for others */
export function stepOfHeading(words: string): RegExpExecArray | null {
  return stepHeading.exec(words) ?? datedHeading.exec(words);
}
