import { plainText } from '../../markdown/inline.ts';
import { baseName } from '../../path-parts.ts';
import type { PlanInput } from '../../plan-input.ts';
import { listOf, recordOf, textOf } from '../../text/fields.ts';
import { readJson } from '../../text/json-text.ts';
import { wholeText } from '../../text/source-text.ts';
import { verify } from './phases-of.ts';

/** @returns the path of the state of a phase checklist */
export function statusPath(path: string): string {
  return `docs/plan-outputs/${baseName(path).replace(/\.md$/i, '')}/status.json`;
}

/** @returns whether a status means that no work is left */
export function isOver(status: string | undefined): boolean {
  return /^(?:completed?|done|skipped)$/i.test(status ?? '');
}

/** @returns the unit of an entry of the status file: its id, or that of the check that it describes */
export function statusKey(task: unknown): string {
  const fields = recordOf(task);
  const check = verify.exec(plainText(textOf(fields['description'])));
  return check?.[1] === undefined ? textOf(fields['id']) : `VERIFY-${check[1]}`;
}

/** Both forms in use: a list of tasks, and tasks by id. */
export function statusesFor(input: PlanInput, path: string): Map<string, string> {
  const name = statusPath(path);
  const source = input.sources.find((entry) => entry.path === name || entry.path.endsWith(`/${name}`));
  const read = source && readJson(wholeText(source));
  const tasks = recordOf(read?.ok ? read.value : null)['tasks'];
  const entries = Array.isArray(tasks)
    ? listOf(tasks).map((task) => [statusKey(task), recordOf(task)['status']] as const)
    : Object.entries(recordOf(tasks)).map(([id, task]) => [id, recordOf(task)['status'] ?? task] as const);
  return new Map(entries.map(([id, status]) => [id, textOf(status)]));
}
