import { planProblem, unitDraft } from '../../draft.ts';
import type { Draft, UnitDraft } from '../../draft.ts';
import { codeSpans } from '../../markdown/inline.ts';
import { checksIn } from '../../text/checks-in-line.ts';
import { bytePlaces } from '../../text/byte-places.ts';
import { listOf, namesOf, recordOf, textOf } from '../../text/fields.ts';
import { elementsInJson, readJson } from '../../text/json-text.ts';
import { pathsOfText } from '../../text/paths.ts';
import { wholeText } from '../../text/source-text.ts';
import type { SourceText } from '../../text/source-text.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { PlanInput } from '../../plan-input.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';
import { stepOf } from '../../boxes/box-items.ts';

/** Task Master: `.taskmaster/tasks/tasks.json`, one list of tasks for each tag. A unit is a task, its subtasks are steps. */
export function readTaskMaster(input: PlanInput): Draft {
  const draft: Draft = { title: 'Task Master', goal: null, context: [], units: [], problems: [] };
  for (const source of input.sources) {
    if (!/\.json$/i.test(source.path) || /(?:^|\/)state\.json$/.test(source.path)) continue;
    readTasks(input, source, draft);
  }
  return draft;
}

function readTasks(input: PlanInput, source: SourceText, draft: Draft): void {
  const text = wholeText(source);
  const read = readJson(text);
  const { path } = source;
  if (!read.ok) {
    draft.problems.push(planProblem('error', 'invalid_json', `it is not JSON: ${read.error}`, { path }));
    return;
  }
  const found = tasksOf(read.value, currentTag(input));
  if (!found) {
    draft.problems.push(planProblem('error', 'no_tasks', 'it has no list of tasks', { path }));
    return;
  }
  if (found.path.length === 2) draft.title = `Task Master: ${found.path[0]}`;
  if (found.others.length > 0)
    draft.problems.push(
      planProblem('note', 'other_tags', `tag ${found.path[0]} was read; not ${found.others.join(', ')}`, {
        path,
      }),
    );
  const places = elementsInJson(text, found.path);
  const toByte = bytePlaces(source, text);
  const dropped = new Set<string>();
  for (const [index, task] of found.tasks.entries()) {
    if (task === null || typeof task !== 'object' || Array.isArray(task)) {
      const message = `task ${index + 1} of the list is not an object: give it an id and a title`;
      draft.problems.push(planProblem('error', 'invalid_task', message, { path }));
      continue;
    }
    const fields = recordOf(task);
    const status = textOf(fields['status']).toLowerCase();
    if (isGivenUp(status)) {
      dropped.add(textOf(fields['id']));
      draft.problems.push(
        planProblem('note', 'skipped_task', `task ${textOf(fields['id'])} is ${status}`, { path }),
      );
      continue;
    }
    const place = places[index] ?? { start: 0, end: text.length };
    const range = { path, start: toByte(place.start), end: toByte(place.end) };
    draft.units.push(unitOf(source, range, fields, index + 1));
  }
  for (const unit of draft.units) unit.needs = unit.needs.filter((need) => !dropped.has(need));
}

interface Tasks {
  tasks: unknown[];
  path: string[];
  others: string[];
}

/** The current tag, else `master`, else the first with tasks; older files have no tags. */
function tasksOf(value: unknown, current: string): Tasks | undefined {
  if (Array.isArray(value)) return { tasks: value, path: [], others: [] };
  const root = recordOf(value);
  if (Array.isArray(root['tasks'])) return { tasks: root['tasks'], path: ['tasks'], others: [] };
  const tags = Object.keys(root).filter((tag) => listOf(recordOf(root[tag])['tasks']).length > 0);
  const tag = [current, 'master'].find((name) => tags.includes(name)) ?? tags[0];
  if (tag === undefined) return undefined;
  return {
    tasks: listOf(recordOf(root[tag])['tasks']),
    path: [tag, 'tasks'],
    others: tags.filter((name) => name !== tag),
  };
}

function currentTag(input: PlanInput): string {
  const state = input.sources.find(({ path }) => /(?:^|\/)state\.json$/.test(path));
  const read = state && readJson(wholeText(state));
  return textOf(recordOf(read?.ok ? read.value : null)['currentTag']);
}

function unitOf(
  source: SourceText,
  range: UnitDraft['range'],
  fields: Record<string, unknown>,
  count: number,
): UnitDraft {
  const id = textOf(fields['id']) || String(count);
  const subtasks = listOf(fields['subtasks']).map(recordOf);
  const strategy = textOf(fields['testStrategy']);
  const gate = strategy.split('\n').flatMap((line) => checksIn(line, codeSpans(line)));
  const needs = [fields['dependencies'], ...subtasks.map((subtask) => subtask['dependencies'])];
  const inner = new Set(
    subtasks.flatMap((subtask) => [textOf(subtask['id']), `${id}.${textOf(subtask['id'])}`]),
  );
  const [own = [], ...others] = needs.map(namesOf);
  const words = [textOf(fields['title']), textOf(fields['description']), textOf(fields['details'])];
  const parts = subtasks.map(
    (subtask) =>
      `${id}.${textOf(subtask['id'])} ${['title', 'description', 'details', 'testStrategy']
        .map((key) => textOf(subtask[key]))
        .filter(Boolean)
        .join('\n')}`,
  );
  const steps = subtasks.map((subtask) => stepOf(textOf(subtask['title']) || 'subtask', isDone(subtask)));
  return unitDraft(source, range, id, textOf(fields['title']) || `task ${id}`, {
    names: [...inner].filter((name) => name.includes('.')),
    // A bare number in a subtask is a sibling subtask.
    needs: [...own, ...others.flat().filter((need) => need.includes('.') && !inner.has(need))],
    files: pathsOfText(words.join('\n')),
    kind: kindOfUnit(textOf(fields['title']), steps),
    steps,
    gate,
    acceptance: strategy === '' ? [] : [strategy],
    prompt: [...words, strategy && `Test strategy: ${strategy}`, ...parts].filter(Boolean).join('\n\n'),
    done: isDone(fields),
  });
}

function isDone(fields: Record<string, unknown>): boolean {
  return /^(?:done|completed?)$/i.test(textOf(fields['status']));
}
