import { nameKey } from '../../assemble.ts';
import { planProblem } from '../../draft.ts';
import type { Draft, UnitDraft } from '../../draft.ts';
import { readingProblems } from '../../documents/about-markdown.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { baseName, byName } from '../../path-parts.ts';
import type { PlanInput } from '../../plan-input.ts';
import { isDoneStatus } from '../../task-files/done-status.ts';
import { settleOutside, type Outside } from '../../task-files/settle-outside.ts';
import { taskFile, titleOfFile } from '../../task-files/task-file.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import { namesOf, textOf } from '../../text/fields.ts';

interface Bean {
  id: string;
  file: MarkdownFile;
  status: string;
  parent: string;
  /** Ids of beans that wait for this one. */
  blocking: string[];
  /** Ids of beans that this one waits for. */
  blockedBy: string[];
}

/**
 * beans: one file per issue, `.beans/ID--title.md`. Milestones, epics and every bean with children are not units: a
 * bean that waits for one waits for its parts.
 */
export function readBeans(input: PlanInput): Draft {
  const draft: Draft = { title: 'beans', goal: null, context: [], units: [], problems: [] };
  const beans = input.sources
    .filter(({ path }) => /\.md$/i.test(path))
    .toSorted((a, b) => byName(a.path, b.path))
    .map((source) => beanOf(input.markdown(source)));
  const parents = new Set(beans.map(({ parent }) => nameKey(parent)));
  const isHolder = ({ id, file }: Bean) =>
    parents.has(nameKey(id)) || /^(?:milestone|epic)$/i.test(textOf(file.front?.fields['type']));
  const left = beans.filter((bean) => !isGivenUp(bean.status) && !/^draft$/i.test(bean.status));
  const work = left.filter((bean) => !isHolder(bean));
  draft.units = work.map((bean) => unitOf(bean, beans));
  for (const { file } of work) draft.problems.push(...readingProblems(file));
  waitForParts(draft, beans.filter(isHolder), work);
  note(draft, 'skipped_epics', 'these beans hold others and are no units', left.filter(isHolder));
  note(
    draft,
    'skipped_task',
    'scrapped and draft beans are no work',
    beans.filter((bean) => !left.includes(bean)),
  );
  settleOutside(draft, (need) => outsideOf(need, beans, input.listing));
  return draft;
}

function beanOf(file: MarkdownFile): Bean {
  const fields = file.front?.fields ?? {};
  return {
    id: idOf(file.source.path),
    file,
    status: textOf(fields['status']),
    parent: textOf(fields['parent']),
    blocking: namesOf(fields['blocking'] ?? fields['blocks']),
    blockedBy: namesOf(fields['blocked_by']),
  };
}

/** `app-a1b2` of `.beans/app-a1b2--build-it.md`. */
function idOf(path: string): string {
  return baseName(path).replace(/\.md$/i, '').replace(/--.*$/, '');
}

function unitOf({ id, file, status, blockedBy }: Bean, beans: readonly Bean[]): UnitDraft {
  const blockers = beans.filter(({ blocking }) => blocking.some((other) => nameKey(other) === nameKey(id)));
  return taskFile(file, id, titleOfFile(file), {
    needs: [...new Set([...blockedBy, ...blockers.map((bean) => bean.id)])],
    done: isDoneStatus(status),
  });
}

function waitForParts(draft: Draft, holders: readonly Bean[], work: readonly Bean[]): void {
  const partsOf = (holder: string, seen: ReadonlySet<string>): string[] =>
    seen.has(holder)
      ? []
      : [...holders, ...work]
          .filter(({ parent }) => nameKey(parent) === holder)
          .flatMap(({ id }) =>
            work.some((bean) => bean.id === id) ? [id] : partsOf(nameKey(id), new Set([...seen, holder])),
          );
  const names = new Set(holders.map(({ id }) => nameKey(id)));
  for (const unit of draft.units)
    unit.needs = unit.needs
      .flatMap((need) => (names.has(nameKey(need)) ? partsOf(nameKey(need), new Set()) : [need]))
      .filter((need) => nameKey(need) !== nameKey(unit.id));
}

/** Dropped and archived beans block nothing; another bean of the repository must also be given. */
function outsideOf(need: string, beans: readonly Bean[], listing: ReadonlySet<string>): Outside | undefined {
  if (beans.some(({ id }) => nameKey(id) === nameKey(need))) return 'done';
  const path = [...listing].find(
    (other) => /(?:^|\/)\.beans\/.*\.md$/.test(other) && nameKey(idOf(other)) === nameKey(need),
  );
  if (path === undefined) return undefined;
  return path.includes('/archive/') ? 'done' : { path };
}

function note(draft: Draft, code: string, text: string, beans: readonly Bean[]): void {
  if (beans.length > 0)
    draft.problems.push(planProblem('note', code, `${text}: ${beans.map(({ id }) => id).join(', ')}`));
}
