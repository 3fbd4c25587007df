/** How each format marks a unit as done. */
import { err, ok } from '../base/result.ts';
import { problem } from '../contract/error.ts';
import type { PlanFormat } from '../contract/plan.ts';
import { finishedStatusOf } from './importers/backlog.ts';
import { summariesNamedBy, summariesOf } from './importers/gsd.ts';
import { statusKey, statusPath } from './importers/phases.ts';
import { taskId } from './importers/spec_kit.ts';
import { markPhase } from './formats/task_plan/mark.ts';
import { markTask } from './formats/trellis/mark.ts';
import { storyStatus } from './importers/story-status.ts';
import { markBoxes, markCounted, markOwnBoxes, openBoxes } from './mark-boxes.ts';
import { allItems } from './markdown/outline.ts';
import { readMarkdown } from './markdown/read-markdown.ts';
import type { FileEdit, TextEdit } from './mark-done.ts';
import { markHeading, markRow, markTodo } from './mark-lines.ts';
import { gone, noPlace, sourceOf } from './marking.ts';
import type { Marking, Marks } from './marking.ts';
import { baseName, folderOf } from './path-parts.ts';
import { markBoxesOrLine, tickLine } from './tick-line.ts';
import { bytePlaces } from './text/byte-places.ts';
import { recordOf } from './text/fields.ts';
import { elementsInJson, placeInJson, readJson } from './text/json-text.ts';
import { byteLength, linesBetween, wholeText } from './text/source-text.ts';
import type { SourceText } from './text/source-text.ts';
import { placeOfScalar } from './text/yaml-text.ts';

export const marks: Record<PlanFormat, (marking: Marking) => Marks> = {
  gsd: markSummary,
  superpowers: markBoxesOrLine,
  spec_kit: (marking) => markBoxes(marking, (words) => taskId.test(words)),
  kiro: (marking) => markBoxes(marking),
  openspec: markCounted,
  checklist: markBoxOrLine,
  conductor: markOwnBoxes,
  exec_plan: markOwnBoxes,
  sisyphus: markOwnBoxes,
  verified_phases: markBoxesOrLine,
  zenflow: markHeading,
  cursor: markTodo,
  task_table: markRow,
  antigravity: markBoxesOrLine,
  task_plan: markPhase,
  trellis: markTask,
  agent_os: (marking) => markBoxes(marking),
  trae: (marking) => markBoxes(marking),
  phases: markStatusFile,
  task_master: (marking) => markJson(marking, 'status', '"done"'),
  ralph: markPassing,
  backlog: (marking) =>
    markFrontMatter(marking, finishedStatusOf(marking.files, marking.unit.range.path), true),
  directory: (marking) => markFrontMatter(marking, doneStatusOf(marking), false),
  moai: (marking) =>
    marking.unit.steps.length > 0 && !/(?:^|\/)(?:spec|plan)\.md$/.test(marking.unit.range.path)
      ? markBoxes(marking)
      : markFrontMatter(marking, 'completed', false),
  bmad: markStory,
  fairlead: markField,
  beads: (marking) =>
    err(
      problem(
        'unsupported',
        `${marking.unit.id} is closed by beads itself`,
        `Run: bd close ${marking.unit.id}`,
      ),
    ),
};

/** Of a unit that is a box this one; of a heading its boxes, or the line where it has none. */
function markBoxOrLine(marking: Marking): Marks {
  const boxes = markOwnBoxes(marking);
  return boxes.ok ? boxes : tickLine(marking);
}

/** GSD: a summary beside the plan, and its box in the roadmap. */
function markSummary(marking: Marking): Marks {
  const { unit, files } = marking;
  const plan = files.find((file) => file.path === unit.range.path);
  const folder = folderOf(unit.range.path);
  // Where the plan says that it goes, as long as that is beside it.
  const named = (plan ? summariesNamedBy(plan) : []).filter((summary) => folderOf(summary) === folder);
  const [path = ''] = [...named, ...summariesOf(unit.range.path)];
  const name = baseName(unit.range.path).replace(/(?:-PLAN)?\.md$/i, '');
  const text = `---\nplan: ${name}\nstatus: complete\n---\n\n# ${unit.title}\n\nDone by a fairlead run.\n`;
  const edits: FileEdit[] = [{ path, create: true, edits: [{ start: 0, end: 0, text }] }];
  const roadmap = files.find((file) => baseName(file.path) === 'ROADMAP.md');
  const box = roadmap && boxNaming(roadmap, [name, unit.id]);
  if (roadmap && box) edits.push({ path: roadmap.path, create: false, edits: [box] });
  return ok(edits);
}

function boxNaming(source: SourceText, names: readonly string[]): TextEdit | undefined {
  for (const { item } of allItems(readMarkdown(source).blocks)) {
    const line = item.box && source.lines[item.box.line];
    if (!item.box || !line || item.box.done) continue;
    const words = line.text
      .slice(item.box.column + 2)
      .replaceAll(/[*`[\]]/g, ' ')
      .trim();
    if (!names.some((name) => words.startsWith(name) && !/^[\w.]/.test(words.slice(name.length)))) continue;
    const start = line.start + item.box.column;
    return { start, end: start + item.box.mark.length, text: 'x' };
  }
  return undefined;
}

/** Phase checklists keep their state in a file of its own, and their boxes are left alone; elsewhere there are only boxes. */
function markStatusFile(marking: Marking): Marks {
  const { unit, files } = marking;
  const path = statusPath(unit.range.path);
  const source = files.find((file) => file.path === path);
  if (!source && !/(?:^|\/)docs\/plans\//.test(unit.range.path)) return markBoxOrLine(marking);
  if (!source) {
    const text = `${JSON.stringify({ tasks: [{ id: unit.id, status: 'completed' }] }, null, 2)}\n`;
    return ok([{ path, create: true, edits: [{ start: 0, end: 0, text }] }]);
  }
  const text = wholeText(source);
  const read = readJson(text);
  const tasks = recordOf(read.ok ? read.value : null)['tasks'];
  const state = '"completed"';
  if (!Array.isArray(tasks)) {
    const place = placeInJson(text, ['tasks', unit.id, 'status']);
    return place ? ok([edit(source, text, place.start, place.end, state)]) : noPlace(marking);
  }
  const index = tasks.findIndex((task) => statusKey(task) === unit.id);
  const place = index < 0 ? undefined : placeInJson(text, ['tasks', index, 'status']);
  if (place) return ok([edit(source, text, place.start, place.end, state)]);
  const last = elementsInJson(text, ['tasks']).at(-1);
  if (index >= 0 || !last) return noPlace(marking);
  const added = `,\n  { "id": ${JSON.stringify(unit.id)}, "status": ${state} }`;
  return ok([edit(source, text, last.end, last.end, added)]);
}

/** Trackers of files know a task as done by a word of their own. */
function doneStatusOf(marking: Marking): string {
  const source = sourceOf(marking);
  const fields = source ? (readMarkdown(source).front?.fields ?? {}) : {};
  if ('issue_id' in fields) return 'complete';
  return 'deps' in fields || /(?:^|\/)\.claude\/epics\//.test(marking.unit.range.path) ? 'closed' : 'done';
}

/** Some tell by a word instead of `passes`. */
function markPassing(marking: Marking): Marks {
  const passes = markJson(marking, 'passes', 'true');
  return passes.ok ? passes : markJson(marking, 'status', '"done"');
}

function markJson(marking: Marking, key: string, value: string): Marks {
  const source = sourceOf(marking);
  if (!source) return gone(marking);
  const text = wholeText(source);
  const from =
    text.length === source.bytes.length
      ? marking.unit.range.start
      : charactersBefore(source, text, marking.unit.range.start);
  const object = text.slice(from);
  const place = placeInJson(object, [key]);
  return place ? ok([edit(source, text, from + place.start, from + place.end, value)]) : noPlace(marking);
}

function charactersBefore(source: SourceText, text: string, byte: number): number {
  const toByte = bytePlaces(source, text);
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (toByte(middle) < byte) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param criteria whether boxes of acceptance criteria are ticked too */
function markFrontMatter(marking: Marking, value: string, criteria: boolean): Marks {
  const source = sourceOf(marking);
  if (!source) return gone(marking);
  const { front } = readMarkdown(source);
  const first = source.lines[front?.from ?? 0];
  const last = source.lines[(front?.to ?? 1) - 1];
  if (!front || !first || !last) return noPlace(marking);
  const whole = wholeText(source);
  const offset = charactersBefore(source, whole, first.start);
  const text = whole.slice(offset, charactersBefore(source, whole, last.end));
  const place = placeOfScalar(text, ['status']);
  if (!place) return noPlace(marking);
  const edits = edit(source, whole, offset + place.start, offset + place.end, value).edits;
  if (criteria) {
    const [from, to] = criteriaOf(source);
    const boxes = openBoxes(source, marking.unit).map(({ edit: box }) => box);
    edits.push(...boxes.filter(({ start }) => from <= start && start < to));
  }
  return ok([{ path: source.path, create: false, edits }]);
}

/** @returns the bytes of acceptance criteria: between their marks, else below their heading */
function criteriaOf(source: SourceText): [from: number, to: number] {
  const lineWith = (words: string) => source.lines.find(({ text }) => text.includes(words))?.start;
  const [begin, end] = [lineWith('<!-- AC:BEGIN -->'), lineWith('<!-- AC:END -->')];
  if (begin !== undefined && end !== undefined) return [begin, end];
  const section = readMarkdown(source).sections.find(({ heading }) => /^acceptance\b/i.test(heading.text));
  return [
    source.lines[section?.from ?? 0]?.start ?? 0,
    section ? (source.lines[section.to - 1]?.end ?? 0) : 0,
  ];
}

/** BMAD: the value in the status file, and the `Status:` line of the story. */
function markStory(marking: Marking): Marks {
  const { unit, files } = marking;
  const done: FileEdit[] = [];
  const status = files.find((file) => /\.ya?ml$/i.test(file.path));
  const key = /\.md$/i.test(unit.range.path)
    ? baseName(unit.range.path).replace(/\.md$/i, '')
    : (/^\s*([\w.-]+)\s*:/.exec(unit.prompt)?.[1] ?? '');
  const text = status && wholeText(status);
  const place = text === undefined ? undefined : placeOfScalar(text, ['development_status', key]);
  if (status && text !== undefined && place) done.push(edit(status, text, place.start, place.end, 'done'));
  const story = files.find((file) => file.path === unit.range.path && file !== status);
  const said = story && storyStatus(linesBetween(story, unit.range.start, unit.range.end));
  if (story && said) {
    const start = said.line.start + byteLength(said.line.text.slice(0, said.from));
    done.push({
      path: story.path,
      create: false,
      edits: [{ start, end: start + byteLength(said.words), text: 'done' }],
    });
  }
  if (done.length === 0 && story) return markBoxesOrLine(marking);
  return done.length > 0 ? ok(done) : noPlace(marking);
}

/** fairlead: `done: false` becomes `done: true`; where it is not written a line is added behind the id. */
function markField(marking: Marking): Marks {
  const source = sourceOf(marking);
  if (!source) return gone(marking);
  const { range } = marking.unit;
  const inside = source.lines.filter(
    (line) => line.start >= range.start - 200 && line.start < range.end && line.end > range.start,
  );
  const written = inside.find((line) => /^\s+(?:-\s+)?done:\s*false\s*(?:#.*)?$/.test(line.text));
  if (written) {
    const start = written.start + written.text.indexOf('false');
    return ok([{ path: source.path, create: false, edits: [{ start, end: start + 5, text: 'true' }] }]);
  }
  const id = inside.find((line) => /^\s*(?:-\s+)?id:\s/.test(line.text));
  if (!id) return noPlace(marking);
  const indent = ' '.repeat(/^\s*(?:-\s+)?/.exec(id.text)?.[0].length ?? 0);
  const lineBreak = source.bytes[id.end] === 0x0d ? '\r\n' : '\n';
  return ok([
    {
      path: source.path,
      create: false,
      edits: [{ start: id.end, end: id.end, text: `${lineBreak}${indent}done: true` }],
    },
  ]);
}

function edit(source: SourceText, text: string, start: number, end: number, value: string): FileEdit {
  const toByte = bytePlaces(source, text);
  return {
    path: source.path,
    create: false,
    edits: [{ start: toByte(start), end: toByte(end), text: value }],
  };
}
