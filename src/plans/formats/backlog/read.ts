import { planProblem } from '../../draft.ts';
import type { Draft } from '../../draft.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { baseName, byName, folderOf } from '../../path-parts.ts';
import { namesOf, textOf, textsOf } from '../../text/fields.ts';
import { wholeText } from '../../text/source-text.ts';
import type { SourceText } from '../../text/source-text.ts';
import { readYaml } from '../../text/yaml-text.ts';
import { readingProblems } from '../../documents/about-markdown.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { PlanInput } from '../../plan-input.ts';
import { settleOutside } from '../../task-files/settle-outside.ts';
import { taskFile, titleOfFile } from '../../task-files/task-file.ts';

/**
 * Backlog.md: `backlog/tasks/task-N - Title.md`. A unit is a file. The last of the configured statuses means done.
 */
export function readBacklog(input: PlanInput): Draft {
  const draft: Draft = { title: 'Backlog', goal: null, context: [], units: [], problems: [] };
  const roots = new Set(
    input.sources.filter(({ path }) => /\.md$/i.test(path)).map(({ path }) => rootOf(path)),
  );
  const dropped = new Set<string>();
  const files = input.sources
    .filter(({ path }) => /\.md$/i.test(path))
    .toSorted((a, b) => byName(a.path, b.path));
  for (const source of files) {
    const file = input.markdown(source);
    const id = idOf(file);
    const fields = file.front?.fields ?? {};
    if (id === '') {
      draft.problems.push(
        planProblem('note', 'no_task', `${source.path} has no task id and was left out`, {
          path: source.path,
        }),
      );
      continue;
    }
    const number = id.replace(/^[A-Za-z]+-/, '');
    const finished = finishedStatusOf(input.sources, source.path).toLowerCase();
    // Several backlogs of one repository number their tasks separately.
    const lead = roots.size > 1 ? `${baseName(folderOf(rootOf(source.path)))}/` : '';
    const status = textOf(fields['status']).toLowerCase();
    if (status !== finished && isGivenUp(status)) {
      dropped.add(lead + number);
      draft.problems.push(
        planProblem('note', 'skipped_task', `${id} is ${status}: nothing is done for it`, {
          path: source.path,
        }),
      );
      continue;
    }
    draft.problems.push(...readingProblems(file));
    const unit = taskFile(file, lead + id, titleOfFile(file), {
      names: [number, `task-${number}`, baseName(source.path)].map((name) => lead + name),
      needs: namesOf(fields['dependencies']).map((name) => lead + name),
      done: status === finished || /\/(?:completed|archive)\//.test(`/${source.path}`),
    });
    unit.files.push(...namesOf(fields['modified_files']));
    draft.units.push(unit);
  }
  const tasks = [...input.listing].filter((path) => /\/backlog\/.*\.md$/i.test(`/${path}`));
  settleOutside(draft, (need) => {
    const lead = roots.size > 1 ? need.slice(0, need.indexOf('/') + 1) : '';
    const number = need.slice(lead.length).replace(/^[A-Za-z]+-/, '');
    if (dropped.has(lead + number)) return 'done';
    const path = tasks.find(
      (entry) =>
        /^[A-Za-z]+-([\d.]+) - /.exec(baseName(entry))?.[1] === number &&
        (lead === '' || `${baseName(folderOf(rootOf(entry)))}/` === lead),
    );
    if (path === undefined) return undefined;
    return /\/(?:completed|archive)\//.test(`/${path}`) ? 'done' : { path };
  });
  if (draft.units.length === 1) draft.title = draft.units[0]?.title ?? draft.title;
  return draft;
}

function idOf(file: MarkdownFile): string {
  return (
    textOf(file.front?.fields['id']) ||
    (/^([A-Za-z]+-\d[\d.]*)\s+-\s/.exec(baseName(file.source.path))?.[1] ?? '')
  );
}

/** @returns the folder `backlog` of a document */
function rootOf(path: string): string {
  return /^(.*?)\/?(?:tasks|completed|drafts|archive)\//i.exec(path)?.[1] ?? folderOf(path);
}

/** @returns the last of the configured statuses of a document's backlog, as written: the one that means done */
export function finishedStatusOf(sources: readonly SourceText[], document: string): string {
  const configs = sources.filter(({ path }) => /(?:^|\/)config\.ya?ml$/.test(path));
  const config = configs.find(({ path }) => folderOf(path) === rootOf(document));
  const statuses = config ? textsOf(readYaml(wholeText(config)).fields['statuses']) : [];
  return statuses.at(-1) ?? 'Done';
}
