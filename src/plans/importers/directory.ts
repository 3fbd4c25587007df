import { nameKey } from '../assemble.ts';
import { planProblem } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { statusOf } from '../markdown/unit-words.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { baseName, byName, folderOf } from '../path-parts.ts';
import { namesOf, textOf, wholeNumberOf } from '../text/fields.ts';
import { aboutMarkdown, readingProblems } from './about-markdown.ts';
import { isGivenUp } from './given-up.ts';
import type { Importer } from './importer.ts';
import { settleOutside } from './settle-outside.ts';
import { dependenciesOf } from './superpowers.ts';
import { taskFile, titleOfFile } from './task-file.ts';

/** A directory with `plan.md` and a file for each task, `task-NN-x.md`, with front matter. */
export const directory: Importer = {
  format: 'directory',
  read(input) {
    const draft: Draft = { title: '', goal: null, context: [], units: [], problems: [] };
    const files = input.sources
      .filter(({ path }) => /\.md$/i.test(path))
      .toSorted((a, b) => byName(a.path, b.path))
      .map((source) => input.markdown(source));
    const tasks = files.filter(
      (file) => isTask(file) || hasState(file) || isTaskName(baseName(file.source.path)),
    );
    const existing = [...input.listing].filter((path) => path.endsWith('.md'));
    const shorts = new Set(existing.map(shortOf));
    const dropped = new Set<string>();
    const overview = files.find(
      (file) =>
        !tasks.includes(file) && /(?:^|\/)(?:plan|readme|index|overview|epic)\.md$/i.test(file.source.path),
    );
    const about = overview && aboutMarkdown(overview);
    draft.title = about?.title ?? (baseName(folderOf(tasks[0]?.source.path ?? '')) || 'plan');
    draft.goal = about?.goal ?? null;
    if (overview) draft.context.push(overview.source.path);
    for (const file of files) {
      if (file === overview) continue;
      if (!tasks.includes(file)) {
        draft.problems.push(
          planProblem('note', 'no_task', `${file.source.path} is no task and was left out`, {
            path: file.source.path,
          }),
        );
        continue;
      }
      const fields = file.front?.fields ?? {};
      const status = textOf(fields['status']) || statusOf(file.blocks);
      if (isGivenUp(status)) {
        const { path } = file.source;
        for (const name of [textOf(fields['id']), ...namesOfPath(path)]) dropped.add(nameKey(name));
        draft.problems.push(
          planProblem('note', 'skipped_task', `${path} is ${status}: nothing is done for it`, { path }),
        );
        continue;
      }
      const needs = needNames.map((name) => fields[name]).find((value) => value !== undefined);
      draft.problems.push(...readingProblems(file));
      draft.units.push(
        taskFile(
          file,
          textOf(fields['id']) || textOf(fields['issue_id']) || shortOf(file.source.path),
          titleOfFile(file).replace(/^Task(?:\s+[\d.-]+[a-z]?)?\s*[:：—–-]+\s*/i, ''),
          {
            names: namesOfPath(file.source.path),
            needs: needs === undefined ? (dependenciesOf(file.blocks, shorts) ?? []) : namesOf(needs),
            declared_wave: wholeNumberOf(fields['wave']),
            agent: textOf(fields['agent']) || null,
            done: isDoneStatus(status),
          },
        ),
      );
    }
    const beside = namesBeside(
      draft.units.map((unit) => unit.range.path),
      existing.filter((path) => !files.some(({ source }) => source.path === path)),
    );
    // Nobody waits for what is given up.
    settleOutside(draft, (need) => (dropped.has(nameKey(need)) ? 'done' : beside.get(nameKey(need))));
    return draft;
  },
};

/** What trackers of files call the list of what a task waits for. */
const needNames = ['depends_on', 'dependencies', 'depends', 'deps', 'blocked_by'];

/** What others may call the task of a file: `task-01-cache`, `01-cache`, `task-01-cache.md`, `01`, `1`, `task-01`. */
function namesOfPath(path: string): string[] {
  const stem = baseName(path).replace(/\.md$/i, '');
  const short = shortOf(path);
  const number = /^(\d+)(?!-?\d)/.exec(short)?.[1];
  return [stem, short, `${stem}.md`, ...(number ? [number, String(Number(number)), `task-${number}`] : [])];
}

/** Documents in the same folders that were not asked for, by every name. */
function namesBeside(paths: readonly string[], others: readonly string[]): Map<string, { path: string }> {
  const folders = new Set(paths.map(folderOf));
  const byNames = new Map<string, { path: string }>();
  for (const path of others)
    if (folders.has(folderOf(path)))
      for (const name of namesOfPath(path)) byNames.set(nameKey(name), { path });
  return byNames;
}

function hasState({ front }: MarkdownFile): boolean {
  return front !== null && 'id' in front.fields && ('status' in front.fields || 'wave' in front.fields);
}

/** `01-cache` of `task-01-cache.md`. */
function shortOf(path: string): string {
  return baseName(path)
    .replace(/\.md$/i, '')
    .replace(/^task[-_ ]?/i, '');
}

export function isDoneStatus(status: string): boolean {
  return /^(?:done|completed?|closed|merged|implemented)$/i.test(status);
}

/** @returns whether front matter says how a task stands to others */
export function isTask(file: MarkdownFile): boolean {
  const fields = file.front?.fields ?? {};
  const named = ['id', 'title', 'issue_id', 'name'].some((name) => name in fields);
  if (!named) return false;
  if ('depends_on' in fields) return true;
  return 'status' in fields && ('wave' in fields || needNames.some((name) => name in fields));
}

export function isTaskName(name: string): boolean {
  return /^task[-_ ]?\d/i.test(name);
}
