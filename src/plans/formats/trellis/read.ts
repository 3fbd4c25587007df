import { planProblem, unitDraft, withReading } from '../../draft.ts';
import type { Draft, UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { isDoneWord } from '../../markdown/unit-words.ts';
import { baseName, byName, folderOf, inFolder } from '../../path-parts.ts';
import { listOf, namesOf, recordOf, textOf } from '../../text/fields.ts';
import { readJson } from '../../text/json-text.ts';
import { asPath } from '../../text/paths.ts';
import { rangeOfLines, wholeText } from '../../text/source-text.ts';
import type { SourceText } from '../../text/source-text.ts';
import { readingProblems } from '../../documents/about-markdown.ts';
import { stepOf } from '../../boxes/box-items.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { PlanInput } from '../../plan-input.ts';
import { settleOutside } from '../../task-files/settle-outside.ts';
import type { Outside } from '../../task-files/settle-outside.ts';
import { taskFile } from '../../task-files/task-file.ts';

/**
 * Trellis: `.trellis/tasks/<task>/task.json` with its `prd.md`. A unit is a task; a task waits for its children.
 * Tasks that do not name each other run in parallel.
 */
export function readTrellis(input: PlanInput): Draft {
  const draft: Draft = { title: 'Trellis tasks', goal: null, context: [], units: [], problems: [] };
  const dropped = new Set<string>();
  const children = new Map<string, string[]>();
  for (const task of tasksOf(input, draft.problems)) {
    const status = textOf(task.fields['status']);
    if (isGivenUp(status)) {
      dropped.add(task.name);
      const message = `${task.name} is ${status}: nothing is done for it`;
      draft.problems.push(planProblem('note', 'skipped_task', message, { path: task.json.path }));
      continue;
    }
    const parent = lastPart(textOf(task.fields['parent']));
    if (parent !== '') children.set(parent, [...(children.get(parent) ?? []), task.name]);
    draft.units.push(unitOf(input, task, draft.problems));
  }
  for (const unit of draft.units)
    for (const child of children.get(unit.id) ?? []) if (!unit.needs.includes(child)) unit.needs.push(child);
  settleOutside(draft, (need) => (dropped.has(need) ? 'done' : outsideOf(input, need)));
  const [only] = draft.units;
  if (only && draft.units.length === 1) draft.title = only.title;
  return draft;
}

interface Task {
  /** Name of its folder. */
  name: string;
  json: SourceText;
  fields: Record<string, unknown>;
}

function tasksOf(input: PlanInput, problems: Draft['problems']): Task[] {
  return input.sources
    .filter(({ path }) => baseName(path) === 'task.json')
    .toSorted((a, b) => byName(a.path, b.path))
    .flatMap((json) => {
      const read = readJson(wholeText(json));
      if (read.ok)
        return [{ name: baseName(folderOf(json.path)) || 'task', json, fields: recordOf(read.value) }];
      problems.push(
        planProblem('error', 'invalid_json', `it is not JSON: ${read.error}`, { path: json.path }),
      );
      return [];
    });
}

function unitOf(input: PlanInput, task: Task, problems: Draft['problems']): UnitDraft {
  const { name, json, fields } = task;
  const source = input.sources.find(({ path }) => path === inFolder(folderOf(json.path), 'prd.md'));
  const file = source && input.markdown(source);
  const title = textOf(fields['title']) || (file && titleIn(file)) || textOf(fields['name']) || name;
  const parts = listOf(fields['subtasks']);
  // A text names a task with its own folder, an object is a part of this one.
  const named = [...parts.filter((part) => typeof part === 'string'), ...listOf(fields['children'])];
  const steps = parts
    .filter((part) => typeof part !== 'string')
    .map((part) => recordOf(part))
    .map((part) => stepOf(textOf(part['title']) || textOf(part['name']), isDoneWord(textOf(part['status']))));
  const known = {
    names: [textOf(fields['id']), textOf(fields['name'])].filter(Boolean),
    needs: [
      ...namesOf(
        fields['depends_on'] ?? fields['dependsOn'] ?? fields['dependencies'] ?? fields['blocked_by'],
      ),
      ...named.map((part) => lastPart(textOf(part))).filter(Boolean),
    ],
    done: isDoneWord(textOf(fields['status'])) || /^archived?$/i.test(textOf(fields['status'])),
  };
  const files = namesOf(fields['relatedFiles']).flatMap((path) => asPath(path) ?? []);
  const beside = ['design.md', 'implement.md', 'info.md']
    .map((other) => inFolder(folderOf(json.path), other))
    .filter((path) => input.listing.has(path));
  if (!source || !file) {
    const range = rangeOfLines(json, 0, json.lines.length);
    const words = [title, textOf(fields['description'])].filter(Boolean).join('\n\n');
    const prompt = beside.length > 0 ? `${words}\n\nRead for it: ${beside.join(', ')}` : words;
    return unitDraft(json, range, name, title, { ...known, files, steps, prompt });
  }
  problems.push(...readingProblems(file));
  const unit = taskFile(file, name, title, known);
  unit.files.push(...files);
  unit.steps.push(...steps);
  unit.prompt = withReading(source, unit.range, beside);
  return unit;
}

function titleIn(file: MarkdownFile): string {
  return plainText(file.sections[0]?.heading.text ?? '').replace(/^(?:PRD|Task)\s*[:：—–-]\s*/i, '');
}

/** Some documents use the path of a task, `.trellis/tasks/11-02-mail`. */
function lastPart(name: string): string {
  return baseName(name.replace(/\/+$/, ''));
}

function outsideOf({ listing }: PlanInput, need: string): Outside | undefined {
  for (const path of listing) {
    if (!path.endsWith('/task.json') || baseName(folderOf(path)) !== lastPart(need)) continue;
    return /\/archive\//.test(path) ? 'done' : { path: folderOf(path) };
  }
  return undefined;
}
