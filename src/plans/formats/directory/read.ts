import { nameKey } from '../../assemble.ts';
import { planProblem } from '../../draft.ts';
import type { Draft, UnitDraft } from '../../draft.ts';
import { statusOf } from '../../markdown/unit-words.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { baseName, byName, folderOf } from '../../path-parts.ts';
import { namesOf, textOf, wholeNumberOf } from '../../text/fields.ts';
import { aboutMarkdown, readingProblems } from '../../documents/about-markdown.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { PlanInput } from '../../plan-input.ts';
import { settleOutside } from '../../task-files/settle-outside.ts';
import { taskFile, titleOfFile } from '../../task-files/task-file.ts';
import { dependenciesOf } from '../../tasks/stated-dependencies.ts';
import { isDoneStatus } from '../../task-files/done-status.ts';

/** A directory with `plan.md` and a file for each task, `task-NN-x.md`, with front matter. */
export function readDirectory(input: PlanInput): Draft {
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
    if (isEpic(file)) continue;
    draft.problems.push(...readingProblems(file));
    draft.units.push(unitOf(file, shorts));
  }
  const beside = namesBeside(
    draft.units.map((unit) => unit.range.path),
    existing.filter((path) => !files.some(({ source }) => source.path === path)),
  );
  waitForParts(draft, tasks);
  keepApart(draft, tasks);
  // Dropped tasks block nothing.
  settleOutside(draft, (need) => (dropped.has(nameKey(need)) ? 'done' : beside.get(nameKey(need))));
  return draft;
}

function unitOf(file: MarkdownFile, shorts: ReadonlySet<string>): UnitDraft {
  const fields = file.front?.fields ?? {};
  const status = textOf(fields['status']) || statusOf(file.blocks);
  const needs = needNames.map((name) => fields[name]).find((value) => value !== undefined);
  return taskFile(
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
  );
}

function isEpic({ front }: MarkdownFile): boolean {
  return textOf(front?.fields['type']).toLowerCase() === 'epic';
}

/** Epics contain tasks and are not units: a task that waits for one waits for all tasks with this parent. */
function waitForParts(draft: Draft, tasks: readonly MarkdownFile[]): void {
  const epics = tasks.filter(isEpic);
  const parts = new Map(
    epics.map((file) => {
      const id = textOf(file.front?.fields['id']) || shortOf(file.source.path);
      const held = tasks.filter(({ front }) => nameKey(textOf(front?.fields['parent'])) === nameKey(id));
      return [nameKey(id), new Set(held.map(({ source }) => source.path))] as const;
    }),
  );
  if (epics.length === 0) return;
  const names = epics.map(({ source }) => source.path).join(', ');
  draft.problems.push(planProblem('note', 'skipped_epics', `epics hold others and are no units: ${names}`));
  for (const unit of draft.units)
    unit.needs = unit.needs.flatMap((need) => {
      const held = parts.get(nameKey(need));
      if (!held) return [need];
      return draft.units.filter((other) => other !== unit && held.has(other.range.path)).map(({ id }) => id);
    });
}

/** CCPM names tasks that must not run at the same time (`conflicts_with`): the later of two waits for the earlier. */
function keepApart(draft: Draft, tasks: readonly MarkdownFile[]): void {
  const byPath = new Map(tasks.map((file) => [file.source.path, file]));
  const byNames = new Map<string, UnitDraft>();
  for (const unit of draft.units)
    for (const name of [unit.id, ...unit.names]) byNames.set(nameKey(name), unit);
  const waits = (from: UnitDraft, to: UnitDraft, seen = new Set<UnitDraft>()): boolean => {
    if (seen.has(from)) return false;
    seen.add(from);
    return [...from.needs, ...from.mentions].some((need) => {
      const other = byNames.get(nameKey(need));
      return other !== undefined && (other === to || waits(other, to, seen));
    });
  };
  for (const unit of draft.units)
    for (const name of namesOf(byPath.get(unit.range.path)?.front?.fields['conflicts_with'])) {
      const other = byNames.get(nameKey(name));
      if (!other || other === unit || waits(unit, other) || waits(other, unit)) continue;
      const [earlier, later] =
        draft.units.indexOf(unit) < draft.units.indexOf(other) ? [unit, other] : [other, unit];
      later.mentions.push(earlier.id);
    }
}

/** Names of the list of dependencies in file trackers. */
const needNames = ['depends_on', 'dependencies', 'depends', 'deps', 'blocked_by'];

/**
 * Names that others may use for the task of a file: `task-01-cache`, `01-cache`, `task-01-cache.md`, `01`, `1`,
 * `task-01`.
 */
function namesOfPath(path: string): string[] {
  const stem = baseName(path).replace(/\.md$/i, '');
  const short = shortOf(path);
  const number = /^(\d+)(?!-?\d)/.exec(short)?.[1];
  return [stem, short, `${stem}.md`, ...(number ? [number, String(Number(number)), `task-${number}`] : [])];
}

/** Documents in the same folders that were not given, by every name. */
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

/** @returns whether front matter states relations of a task */
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
