import { planProblem, unitDraft } from '../draft.ts';
import type { Draft, UnitDraft } from '../draft.ts';
import { plainText } from '../markdown/inline.ts';
import type { Section } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { agentOf, dependencyWords, filesOf, proofOf } from '../markdown/unit-words.ts';
import { inSequence } from '../order.ts';
import { pathsOfText } from '../text/paths.ts';
import { rangeOfLines } from '../text/source-text.ts';
import { aboutMarkdown, readingProblems } from './about-markdown.ts';
import { boxItems, checksOf, criteriaHeading, innerSteps, numbered, wordsOfItem } from './boxes.ts';
import type { BoxItem } from './boxes.ts';
import type { Importer } from './importer.ts';

/** Any checklist: a unit is a box that is in no other; where there is none, a numbered heading. In the document's order. */
export const checklist: Importer = {
  format: 'checklist',
  read(input) {
    const draft: Draft = { title: '', goal: null, context: [], units: [], problems: [] };
    for (const source of input.sources) {
      const file = input.markdown(source);
      const boxes = boxItems(file).filter(({ depth }) => depth === 0);
      const work = boxes.filter(({ section }) => !isCriteria(section));
      const chosen = work.length > 0 ? work : boxes;
      const units =
        chosen.length > 0
          ? chosen.map((box, index) => unitOf(file, box, draft.units.length + index + 1))
          : stepHeadings(file).map((section) => unitOfSection(file, section));
      if (units.length === 0) continue;
      const about = aboutMarkdown(file, chosen[0]?.item.from ?? stepHeadings(file)[0]?.from);
      draft.title ||= about.title;
      draft.goal ??= about.goal;
      draft.context.push(...about.context);
      draft.problems.push(...readingProblems(file));
      if (chosen.length < boxes.length)
        draft.problems.push(
          planProblem(
            'note',
            'skipped_boxes',
            `${boxes.length - chosen.length} boxes below headings like "Success Criteria" are no units`,
            { path: source.path },
          ),
        );
      inSequence(units.filter((unit) => unit.needs.length === 0));
      draft.units.push(...units);
    }
    return draft;
  },
};

const stepHeading =
  /^(?:\W*\s)?(?:Phase|Step|Milestone|Stage|Part|Étape|Schritt|Paso|Fase|Этап|ステップ|フェーズ|阶段|步骤|단계)\s*#?(\d+[a-z]?|[IVX]+)\b[\s:：.)—–-]*(.*)$/iu;
const planTitle = /\b(?:plan|roadmap|to-?do|tasks?)\b|計画|计划|план/iu;
const planName =
  /(?:^|\/)(?:(?:implementation|project|dev|development|migration|refactor\w*)[-_ ]?plan|plan|todo|tasks|roadmap)\.md$/i;

/** @returns numbered headings of one level in a document that calls itself a plan */
export function stepHeadings(file: MarkdownFile): Section[] {
  const [title] = file.sections;
  if (!planName.test(file.source.path) && !planTitle.test(plainText(title?.heading.text ?? ''))) return [];
  const steps = file.sections.filter(
    ({ heading }) =>
      heading.level > 1 && (stepHeading.test(plainText(heading.text)) || /^\d+[.)]\s+\S/.test(heading.text)),
  );
  const level = Math.min(...steps.map(({ heading }) => heading.level));
  return steps.filter(({ heading }) => heading.level === level);
}

function isCriteria(section: Section | null): boolean {
  for (let above = section; above; above = above.parent)
    if (criteriaHeading.test(plainText(above.heading.text))) return true;
  return false;
}

function unitOf(file: MarkdownFile, box: BoxItem, count: number): UnitDraft {
  const { item, words } = box;
  const all = wordsOfItem(item);
  const own = numbered(words) ?? issueId(words);
  const known = proofOf(item.children);
  return unitDraft(
    file.source,
    rangeOfLines(file.source, item.from, item.to),
    own?.id ?? String(count),
    own?.rest || words || `item ${count}`,
    {
      gate: [...known.gate, ...checksOf(item.children)],
      acceptance: known.acceptance,
      needs: dependencyWords(all),
      files: pathsOfText(all),
      steps: innerSteps(item),
      agent: agentOf(item.children),
      done: box.done,
    },
  );
}

/** `T1: x`, `#12 x`, `ABC-3: x`. */
function issueId(words: string): { id: string; rest: string } | undefined {
  const match = /^(?:#(\d+)|([A-Z][A-Z0-9]*-?\d+[a-z]?)(?=\s*[:.)\]—–-]|\s))[\s:.)\]—–-]*(\S.*)$/s.exec(
    words,
  );
  return match ? { id: match[1] ?? match[2] ?? '', rest: match[3] ?? '' } : undefined;
}

function unitOfSection(file: MarkdownFile, section: Section): UnitDraft {
  const words = plainText(section.heading.text);
  const match = stepHeading.exec(words);
  const number = numbered(words);
  return unitDraft(
    file.source,
    rangeOfLines(file.source, section.from, section.to),
    match?.[1] ?? number?.id ?? words,
    match?.[2] || number?.rest || words,
    {
      ...proofOf(section.blocks),
      files: filesOf(section.blocks),
      agent: agentOf(section.blocks),
      done: /[✅✔☑]|\[x\]|\bdone\)|\bcompleted?\)/i.test(words),
    },
  );
}
