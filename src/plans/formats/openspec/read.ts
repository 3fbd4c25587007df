import { planProblem, unitDraft, withReading } from '../../draft.ts';
import type { Draft, UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import { statusOf } from '../../markdown/unit-words.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import { baseName, folderOf, inFolder } from '../../path-parts.ts';
import { namesOf, textOf } from '../../text/fields.ts';
import { pathsOfText } from '../../text/paths.ts';
import { rangeOfLines, wholeText } from '../../text/source-text.ts';
import type { SourceText } from '../../text/source-text.ts';
import { readYaml } from '../../text/yaml-text.ts';
import { readingProblems } from '../../documents/about-markdown.ts';
import { boxItems, checksOf, stepOf } from '../../boxes/box-items.ts';
import type { PlanInput } from '../../plan-input.ts';
import { settleOutside } from '../../task-files/settle-outside.ts';
import type { Outside } from '../../task-files/settle-outside.ts';

/** OpenSpec: `openspec/changes/<id>/tasks.md`. A unit is a change, its boxes are steps; changes run in parallel. */
export function readOpenspec(input: PlanInput): Draft {
  const problems: Draft['problems'] = [];
  const tasks = input.sources.filter(
    ({ path }) => /(?:^|\/)tasks\.md$/.test(path) || (/\.md$/i.test(path) && input.sources.length === 1),
  );
  const units = tasks.map((source) => readChange(input, source, problems));
  const context = input.listing.has('openspec/project.md') ? ['openspec/project.md'] : [];
  const draft: Draft = {
    title: units.length === 1 ? (units[0]?.title ?? '') : 'OpenSpec changes',
    goal: null,
    context,
    units,
    problems,
  };
  settleOutside(draft, (need) => outsideOf(input, need));
  return draft;
}

/** An archived change is done; its folder starts with the date. */
function outsideOf({ listing }: PlanInput, need: string): Outside | undefined {
  let isArchived = false;
  for (const path of listing) {
    const found = /^(?:.*\/)?openspec\/changes\/(archive\/)?([^/]+)(?=\/)/.exec(path);
    const [folder = '', archive, name = ''] = found ?? [];
    if (archive) isArchived ||= name === need || name.replace(/^\d{4}-\d\d-\d\d-/, '') === need;
    else if (name === need) return { path: folder };
  }
  return isArchived ? 'done' : undefined;
}

function readChange(input: PlanInput, source: SourceText, problems: Draft['problems']): UnitDraft {
  const file = input.markdown(source);
  const folder = folderOf(source.path);
  const id = baseName(folder) || baseName(source.path).replace(/\.md$/i, '');
  const boxes = boxItems(file);
  const counted = countBoxes(source);
  problems.push(
    ...readingProblems(file).filter(
      ({ code }) => code !== 'unclosed_fence' || counted.total === boxes.length,
    ),
  );
  if (counted.total === 0)
    problems.push(
      planProblem('warning', 'no_boxes', `${id} has no checkboxes`, { unit: id, path: source.path }),
    );
  const capabilities = [...input.listing]
    .filter((path) => path.startsWith(`${folder}/specs/`))
    .map((path) => `openspec/specs/${path.slice(folder.length + 7).split('/')[0]}`);
  const meta = input.sources.find(({ path }) => path === inFolder(folder, '.openspec.yaml'));
  const fields = meta ? readYaml(wholeText(meta)).fields : {};
  const title = plainText(
    file.sections.find(({ heading }) => heading.level === 1)?.heading.text ?? '',
  ).replace(/^(?:Tasks|Change|Implementation Tasks)\s*[:：—–-]?\s*/i, '');
  const range = rangeOfLines(source, 0, source.lines.length);
  const status = textOf(file.front?.fields['status'] ?? fields['status']) || statusOf(file.blocks);
  const beside = ['proposal.md', 'design.md'].map((name) => inFolder(folder, name));
  return unitDraft(source, range, id, title || id.replaceAll('-', ' '), {
    needs: namesOf(fields['dependsOn'] ?? fields['depends_on']),
    files: [...capabilities, ...boxes.flatMap((box) => pathsOfText(box.written))],
    steps: boxes.map((box) => stepOf(box.words, box.done)),
    gate: boxes.flatMap((box) => checksOf(box.item.children)),
    prompt: withReading(
      source,
      range,
      beside.filter((path) => input.listing.has(path)),
    ),
    done: (counted.total > 0 && counted.done === counted.total) || isGivenUp(status),
  });
}

/** The text before the mark, and the mark. */
export const countedBox = /^(\s*[-*]\s+\[)([\sxX])\]/;

/** OpenSpec counts boxes line by line, also in fenced code; its result counts here. */
function countBoxes(source: SourceText): { total: number; done: number } {
  const boxes = source.lines.flatMap((line) => countedBox.exec(line.text)?.[2] ?? []);
  return { total: boxes.length, done: boxes.filter((mark) => mark.trim() !== '').length };
}
