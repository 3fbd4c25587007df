import { keepStart } from '../../../base/cut-text.ts';
import { unitDraft, planProblem } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import type { Section } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { isOver, withoutTick } from '../../markdown/struck.ts';
import { proofOf, textOfBlocks } from '../../markdown/unit-words.ts';
import { inSequence } from '../../order.ts';
import { baseName, folderOf, inFolder } from '../../path-parts.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { byDocument } from '../../documents/by-document.ts';
import type { DocumentDraft } from '../../documents/by-document.ts';
import { checksOf } from '../../boxes/box-items.ts';
import { holdLastTo, proofAtEnd } from '../../proof/end-proof.ts';
import type { PlanInput, ReadDraft } from '../../plan-input.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';
import { changesOf, fileHeading, pathOfLink, repositoryOf } from './changes.ts';
import type { Repository } from './changes.ts';
import { dependenciesOf } from '../../tasks/stated-dependencies.ts';
import { unitsOfList } from '../../checklists/units-of-list.ts';

/**
 * Antigravity: `implementation_plan.md`, whose units are the components below "Proposed Changes", in order; or the
 * `task.md` beside it, whose units are its boxes. The plan's "Verification Plan" proves the last unit.
 */
export const readAntigravity: ReadDraft = byDocument((file, input) => {
  const tasks = input.sources.find(
    ({ path }) => folderOf(path) === folderOf(file.source.path) && isTaskList(path),
  );
  if (isTaskList(file.source.path)) return taskList(file, input);
  // If its tasks are read, the plan is context.
  return tasks ? { from: undefined, units: [], problems: [] } : components(file, input);
});

export function isTaskList(path: string): boolean {
  return baseName(path) === 'task.md';
}

function taskList(file: MarkdownFile, input: PlanInput): DocumentDraft {
  const draft = unitsOfList(file);
  const path = inFolder(folderOf(file.source.path), 'implementation_plan.md');
  const plan = input.sources.find((source) => source.path === path);
  if (plan) holdLastTo(draft.units, proofAtEnd(input.markdown(plan)));
  return { ...draft, context: [...(draft.context ?? []), ...(input.listing.has(path) ? [path] : [])] };
}

function components(file: MarkdownFile, input: PlanInput): DocumentDraft {
  const found = changesOf(file);
  const free = new Set<UnitDraft>();
  const repository = repositoryOf(input.listing);
  const units = found.map((section, index) => {
    const needs = dependenciesOf(section.blocks);
    const unit = unitOf(file, repository, section, index + 1);
    unit.needs.push(...(needs ?? []));
    if (needs) free.add(unit);
    return unit;
  });
  inSequence(units.filter((unit) => !free.has(unit)));
  holdLastTo(units, proofAtEnd(file, units));
  const { path } = file.source;
  const review = file.sections.find(
    ({ heading, blocks }) => reviewHeading.test(plainText(heading.text)) && blocks.length > 0,
  );
  const problems = review
    ? [
        planProblem('warning', 'review_required', 'the plan asks for a review before the work begins', {
          path,
          line: review.from,
        }),
      ]
    : [];
  const goal = goalIn(file);
  return {
    from: found[0]?.from,
    units,
    problems,
    context: [path],
    ...(goal === null ? {} : { title: goal }),
  };
}

/** The template's first heading is not a title: the text below it is the goal. */
function goalIn({ sections: [first] }: MarkdownFile): string | null {
  if (!first || !/^(?:goal(?: description)?|目标(?:描述)?|目的)$/iu.test(plainText(first.heading.text)))
    return null;
  const [sentence = ''] = textOfBlocks(first.intro).split(/(?<=[.。!?])\s/u);
  return keepStart(plainText(sentence), 200) || null;
}

const reviewHeading = /^(?:\W*)(?:user review required|open questions|用户审[核查].*|需要用户.*)\W*$/iu;

function unitOf(file: MarkdownFile, repository: Repository, section: Section, count: number): UnitDraft {
  const own = fileHeading(section);
  const files = file.sections.filter(
    (inner) => fileHeading(inner) && inner.from >= section.from && inner.to <= section.to,
  );
  const words = withoutTick(plainText(section.heading.text)).replace(/^\d+[.)]\s+/, '');
  const title = own ? `${own.action} ${own.name}` : words;
  const proof = proofOf(section.blocks);
  return unitDraft(file.source, rangeOfLines(file.source, section.from, section.to), String(count), title, {
    kind: kindOfUnit(title, []),
    names: [words],
    files: files.flatMap((inner) => pathOfLink(inner, repository) ?? []),
    gate: [...proof.gate, ...checksOf(section.blocks)],
    acceptance: proof.acceptance,
    done: isOver(section.heading.text),
  });
}
