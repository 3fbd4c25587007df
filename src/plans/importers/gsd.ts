import type { PlanProblem, PlanStep } from '../../contract/plan.ts';
import { planProblem, unitDraft } from '../draft.ts';
import type { Draft, UnitDraft } from '../draft.ts';
import { codeSpans, plainText } from '../markdown/inline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { textOfBlocks, valuesOf } from '../markdown/unit-words.ts';
import { byName, baseName, folderOf, inFolder } from '../path-parts.ts';
import { namesOf, recordOf, textOf, textsOf, wholeNumberOf } from '../text/fields.ts';
import { pathsOfList } from '../text/paths.ts';
import { rangeOfLines } from '../text/source-text.ts';
import type { SourceText } from '../text/source-text.ts';
import { elementsOf, elementText } from '../text/tags.ts';
import type { Element } from '../text/tags.ts';
import { putPhasesInOrder } from './gsd-phase-order.ts';
import { proofOfPlan } from './gsd-proof.ts';
import { isGivenUp } from './given-up.ts';
import { planOfHeadings } from './gsd-headings.ts';
import { kindOfTask } from './gsd-task-kind.ts';
import type { Importer, PlanInput } from './importer.ts';

/**
 * Get Shit Done: `.planning/phases/NN-slug/NN-MM-PLAN.md`. A unit is a file, its tasks are steps. It is done when a
 * summary stands beside it.
 */
export const gsd: Importer = {
  format: 'gsd',
  read(input) {
    const problems: PlanProblem[] = [];
    const plans = input.sources
      .filter((source) => isPlanFile(input.markdown(source)))
      .toSorted((a, b) => byName(a.path, b.path));
    const units = plans.map((source) => readUnit(input, input.markdown(source), problems));
    settleOutside(units, input, problems);
    putPhasesInOrder(
      input,
      units,
      new Map(units.map((unit, index) => [unit, plans[index] ? phaseOf(input.markdown(plans[index])) : ''])),
    );
    return { ...describe(input, units), units, problems };
  },
};

/** @returns whether a file is a plan by its fields or its tasks, not a summary, context or research beside one */
export function isPlanFile(file: MarkdownFile): boolean {
  const name = baseName(file.source.path);
  if (/(?:SUMMARY|CONTEXT|RESEARCH|VERIFICATION|UAT|ROADMAP|STATE|PROJECT|REQUIREMENTS)\.md$/i.test(name))
    return false;
  const fields = file.front?.fields ?? {};
  if ('phase' in fields && 'plan' in fields)
    return 'wave' in fields || 'type' in fields || 'depends_on' in fields || hasTasks(file);
  return name.endsWith('PLAN.md') && (hasTasks(file) || hasHeadings(file));
}

/** Some write the tasks as headings; the place tells that it is a plan of a phase all the same. */
function hasHeadings(file: MarkdownFile): boolean {
  return (
    /(?:^|\/)\.planning\/(?:.*\/)?\d[\w.]*-\d+\w*-PLAN\.md$/.test(file.source.path) &&
    file.sections.length > 1
  );
}

/** @returns whether it has `<task>` blocks */
export function hasTasks(file: MarkdownFile): boolean {
  // Some have it in a heading.
  return file.source.lines.some((line) => /(?:^|>|^#{1,6})\s*<task[\s>]/.test(line.text));
}

function readUnit(input: PlanInput, file: MarkdownFile, problems: PlanProblem[]): UnitDraft {
  const { source } = file;
  const fields = file.front?.fields ?? {};
  const body = source.lines
    .slice(file.bodyFrom)
    .map((line) => line.text)
    .join('\n');
  const id = idOf(file);
  const where = { unit: id, path: source.path };
  if (!file.front)
    problems.push(
      planProblem(
        'note',
        'no_front_matter',
        `${source.path} has no front matter: its name gives the id`,
        where,
      ),
    );
  for (const fault of file.front?.faults.slice(0, 1) ?? [])
    problems.push(
      planProblem(
        'note',
        'invalid_yaml',
        `front matter is not valid YAML (${fault}); read as far as it goes`,
        { ...where, line: 1 },
      ),
    );
  if (file.front && !file.front.closed)
    problems.push(
      planProblem('warning', 'unclosed_front_matter', 'nothing closes the front matter: add a line ---', {
        ...where,
        line: 0,
      }),
    );

  const tasks = elementsOf(body, 'task');
  const headings = tasks.length === 0 ? planOfHeadings(file) : undefined;
  const steps = headings?.steps ?? tasks.map((task) => readStep(task, problems, where));
  const { gate, acceptance } = proofOfPlan(body, tasks);
  gate.push(...(headings?.gate ?? []));
  acceptance.push(...(headings?.acceptance ?? []));
  acceptance.push(...textsOf(recordOf(fields['must_haves'])['truths']));
  for (const setup of userSetup(fields['user_setup']))
    steps.unshift({ title: setup, kind: 'act', done: false });
  if (textOf(fields['autonomous']) === 'false' && steps.every((step) => step.kind === 'auto'))
    steps.push({ title: 'review the work (autonomous: false)', kind: 'verify', done: false });
  const status = textOf(fields['status']);
  const done = isDone(input, source.path, file) || isGivenUp(status);
  const objective = objectiveOf(file, body, tasks);
  const people = tasks.length > 0 && steps.every((step) => step.kind !== 'auto');
  return unitDraft(
    source,
    rangeOfLines(source, 0, source.lines.length),
    id,
    titleOf(file, objective, body, id),
    {
      kind: people ? (steps[0]?.kind ?? 'verify') : 'auto',
      needs: [...namesOf(fields['depends_on']), ...('depends_on' in fields ? [] : plansNamedBy(file))].map(
        (name) => fullName(name, phaseOf(file)),
      ),
      names: [
        baseName(source.path),
        baseName(source.path).replace(/\.md$/i, ''),
        baseName(source.path).replace(/-PLAN\.md$/i, ''),
      ],
      declared_wave: wholeNumberOf(fields['wave']),
      files: [
        ...namesOf(fields['files_modified']),
        ...(headings?.files ?? []),
        ...tasks.flatMap((task) => pathsOfList(elementText(task.text, 'files'))),
      ],
      steps: done ? steps.map((step) => ({ ...step, done })) : steps,
      gate,
      acceptance,
      done,
    },
  );
}

function describe(input: PlanInput, units: readonly UnitDraft[]): Omit<Draft, 'units' | 'problems'> {
  const bodies = input.sources
    .filter((source) => units.some((unit) => unit.range.path === source.path))
    .map((source) => source.lines.map((line) => line.text).join('\n'));
  const folder = folderOf(units[0]?.range.path ?? '');
  const named = input.sources.map((source) => textOf(input.markdown(source).front?.fields['phase']));
  const phase = named.find((name) => name !== '') ?? baseName(folder);
  const context = bodies.flatMap((body) =>
    elementsOf(body, 'context').flatMap((element) => references(element.text)),
  );
  const [first] = bodies;
  const objective = first === undefined || bodies.length > 1 ? '' : elementText(first, 'objective');
  return { title: units.length === 1 ? (units[0]?.title ?? phase) : phase, goal: objective || null, context };
}

/** `phase: 03-x` and `plan: 01` give `03-01`; else what the file is called. */
function idOf(file: MarkdownFile): string {
  const plan = textOf(file.front?.fields['plan']);
  const phase = phaseOf(file);
  const stem = baseName(file.source.path).replace(/(?:-PLAN)?\.md$/i, '');
  if (/^\d+(?:\.\d+)?-\d+[a-z]?$/i.test(stem)) return stem;
  if (plan === '') return stem;
  if (/^\d+(?:\.\d+)?-/.test(plan) || phase === '') return plan;
  return phase.endsWith(`-${plan}`) ? phase : `${phase}-${plan}`;
}

/** @returns the number of a phase: `03` of `03-multi`, else its whole name */
function phaseOf(file: MarkdownFile): string {
  const named = /^(\d+(?:\.\d+)?)-\d+\w*-PLAN\.md$/i.exec(baseName(file.source.path))?.[1];
  const phase = textOf(file.front?.fields['phase']) || (named ?? '');
  return /^(\d+(?:\.\d+)?)(?:[-_ ]|$)/.exec(phase)?.[1] ?? phase;
}

/** `**Depends on:** 01-01, 01-02`, where there is no front matter that says so. */
function plansNamedBy(file: MarkdownFile): string[] {
  const values = valuesOf(file.blocks, /^(?:depends on|dependencies)$/i);
  return values.flatMap((value) => value.match(/\b\d+(?:\.\d+)?-\d+[a-z]?\b/g) ?? []);
}

/** A bare number means a plan of the same phase. */
function fullName(name: string, phase: string): string {
  const bare = baseName(name)
    .replace(/(?:-PLAN)?(?:\.md)?$/i, '')
    .replace(/^plan[\s-]+/i, '');
  return /^\d+[a-z]?$/i.test(bare) && phase !== '' ? `${phase}-${bare}` : bare;
}

/** What is not among the files may be done already, or exist and not have been asked for. */
function settleOutside(units: readonly UnitDraft[], input: PlanInput, problems: PlanProblem[]): void {
  const known = new Set(units.flatMap((unit) => [unit.id, ...unit.names]).map((name) => name.toLowerCase()));
  const existing = [...input.listing].filter((path) => /-PLAN\.md$/i.test(path));
  for (const unit of units)
    unit.needs = unit.needs.flatMap((need) => {
      if (known.has(need.toLowerCase())) return [need];
      const padded = need.replace(/^\d(?=[-.])/, '0$&').replace(/-(\d)([a-z]?)$/i, '-0$1$2');
      if (known.has(padded.toLowerCase())) return [padded];
      const where = { unit: unit.id, path: unit.range.path };
      const path = existing.find((entry) =>
        [`${need}-plan.md`, `${padded}-plan.md`].includes(baseName(entry).toLowerCase()),
      );
      if (path && (unit.done || summariesOf(path).some((summary) => input.listing.has(summary)))) return [];
      if (path) {
        problems.push(
          planProblem(
            'error',
            'dependency_not_named',
            `${unit.id} depends on ${need}, which is not done: name ${path} too`,
            where,
          ),
        );
        return [];
      }
      const phase = /^(\d+(?:\.\d+)?|[a-z][\w-]*)$/i.test(need) && !/-\d+$/.test(need);
      if (!phase) return [need];
      const members = units.filter((other) => other !== unit && other.id.startsWith(`${need}-`));
      if (members.length > 0) return members.map((member) => member.id);
      problems.push(
        planProblem(
          'warning',
          'phase_dependency',
          `${unit.id} depends on phase ${need}, of which nothing was read`,
          where,
        ),
      );
      return [];
    });
}

function isDone(input: PlanInput, path: string, file: MarkdownFile): boolean {
  return [...summariesOf(path), ...summariesNamedBy(file.source)].some((summary) =>
    input.listing.has(summary),
  );
}

/** @returns the paths of summaries that a plan says it is to end with */
export function summariesNamedBy(source: SourceText): string[] {
  const output = elementText(source.lines.map((line) => line.text).join('\n'), 'output');
  return codeSpans(output).filter((span) => /SUMMARY\.md$/i.test(span));
}

/** @returns where the summary of a plan may stand: beside it, by its own name or by that of its phase; the first is where it is written */
export function summariesOf(path: string): string[] {
  const folder = folderOf(path);
  const stem = baseName(path).replace(/(?:-?PLAN)?\.md$/i, '');
  const number = /-(\d+[a-z]?)$/i.exec(stem)?.[1];
  const names = [stem, ...(number ? [`${baseName(folder)}-${number}`] : [])];
  return names.map((name) => inFolder(folder, name === '' ? 'SUMMARY.md' : `${name}-SUMMARY.md`));
}

/** Of the plan, not of one of its tasks: an element, or a chapter. */
function objectiveOf(file: MarkdownFile, body: string, tasks: readonly Element[]): string {
  const [first] = tasks;
  const own = elementText(first ? body.slice(0, first.start) : body, 'objective');
  const chapter = file.sections.find(({ heading }) => /^(?:objective|goal)\b/i.test(plainText(heading.text)));
  return own || textOfBlocks(chapter?.intro ?? []);
}

function titleOf(file: MarkdownFile, objective: string, body: string, id: string): string {
  const heading = file.sections.find((section) => !section.heading.text.startsWith('<'))?.heading.text ?? '';
  const first = elementText(body, 'task');
  const task = elementText(first, 'name') || firstSentence(first.replaceAll(/<\/?[a-z][\w-]*>/g, ''));
  return plainText(firstSentence(objective) || heading || task) || id;
}

/** Sentences go over several lines; `Purpose:` and `Output:` may follow in the next. */
function firstSentence(text: string): string {
  const lines = text.trim().split('\n');
  const end = lines.findIndex(
    (line, index) =>
      /[.!?:]\s*$/.test(line) ||
      !/^\s*[^-*#\s]/.test(lines[index + 1] ?? '') ||
      /^\s*\w+:/.test(lines[index + 1] ?? ''),
  );
  return lines.slice(0, end + 1).join(' ');
}

function readStep(task: Element, problems: PlanProblem[], where: { unit: string; path: string }): PlanStep {
  // Options have names too.
  const [own = ''] = task.text.split('<options>');
  const name = ['name', 'what-built', 'decision', 'objective', 'action']
    .map((element) => elementText(own, element).split('\n')[0])
    .find((words) => words !== '');
  const title =
    plainText(name ?? '')
      .replace(/^Task\s+\d+\s*:\s*/i, '')
      .slice(0, 200) || 'task';
  if (!task.closed)
    problems.push(planProblem('note', 'unclosed_task', `nothing closes the task "${title}"`, where));
  return { title, kind: kindOfTask(task.attributes['type'] ?? 'auto'), done: false };
}

function userSetup(value: unknown): string[] {
  const entries = Array.isArray(value) ? value : [];
  return entries.map((entry) => {
    const record = recordOf(entry);
    const words = [textOf(record['service']) || textOf(entry), textOf(record['why'])]
      .filter(Boolean)
      .join(': ');
    return words || 'set up the items of the plan';
  });
}

function references(text: string): string[] {
  return text.split('\n').flatMap((line) => /^\s*@(\S+)/.exec(line)?.[1] ?? []);
}
