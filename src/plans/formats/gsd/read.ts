import { keepStart } from '../../../base/cut-text.ts';
import type { PlanProblem, PlanStep } from '../../../contract/plan.ts';
import { planProblem, unitDraft } from '../../draft.ts';
import type { Draft, UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { byName, baseName, folderOf } from '../../path-parts.ts';
import { namesOf, recordOf, textOf, textsOf, wholeNumberOf } from '../../text/fields.ts';
import { pathsOfList } from '../../text/paths.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { elementsOf, elementText } from '../../text/tags.ts';
import type { Element } from '../../text/tags.ts';
import { putPhasesInOrder } from './phase-order.ts';
import { proofOfPlan } from './proof.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import { planOfHeadings } from './headings.ts';
import { kindOfTask } from './task-kind.ts';
import type { PlanInput } from '../../plan-input.ts';
import { isPlanFile } from './plan-file.ts';
import { fullName, idOf, phaseOf, plansNamedBy } from './plan-names.ts';
import { settleOutside } from './settle-outside.ts';
import { summariesNamedBy, summariesOf } from './summaries.ts';
import { objectiveOf, titleOf } from './title.ts';

/**
 * Get Shit Done: `.planning/phases/NN-slug/NN-MM-PLAN.md`. A unit is a file, its tasks are steps. It is done when its
 * summary exists.
 */
export function readGsd(input: PlanInput): Draft {
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
  problems.push(...frontMatterProblems(file, where));
  const tasks = elementsOf(body, 'task');
  const headings = tasks.length === 0 ? planOfHeadings(file) : undefined;
  const steps = headings?.steps ?? tasks.map((task) => readStep(task, problems, where));
  const { gate, acceptance } = proofOfPlan(body, tasks);
  gate.push(...(headings?.gate ?? []));
  acceptance.push(...(headings?.acceptance ?? []));
  acceptance.push(...textsOf(recordOf(fields['must_haves'])['truths']));
  addPersonSteps(steps, fields);
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

function addPersonSteps(steps: PlanStep[], fields: Record<string, unknown>): void {
  for (const setup of userSetup(fields['user_setup']))
    steps.unshift({ title: setup, kind: 'act', done: false });
  if (textOf(fields['autonomous']) === 'false' && steps.every((step) => step.kind === 'auto'))
    steps.push({ title: 'review the work (autonomous: false)', kind: 'verify', done: false });
}

function frontMatterProblems(file: MarkdownFile, where: { unit: string; path: string }): PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (!file.front)
    problems.push(
      planProblem(
        'note',
        'no_front_matter',
        `${where.path} has no front matter: its name gives the id`,
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
  return problems;
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

function isDone(input: PlanInput, path: string, file: MarkdownFile): boolean {
  return [...summariesOf(path), ...summariesNamedBy(file.source)].some((summary) =>
    input.listing.has(summary),
  );
}

function readStep(task: Element, problems: PlanProblem[], where: { unit: string; path: string }): PlanStep {
  // Options have names too.
  const [own = ''] = task.text.split('<options>');
  const name = ['name', 'what-built', 'decision', 'objective', 'action']
    .map((element) => elementText(own, element).split('\n')[0])
    .find((words) => words !== '');
  const title = keepStart(plainText(name ?? '').replace(/^Task\s+\d+\s*:\s*/i, ''), 200) || 'task';
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
