import { counted } from '../base/counted.ts';
import type { PlanFormat } from '../contract/plan.ts';
import { hasTasks, isPlanFile } from './importers/gsd.ts';
import type { PlanInput } from './importers/importer.ts';
import { idOfStory, isBreakdown } from './importers/bmad.ts';
import { isOnlyAfterwards, workOf } from './importers/checklist.ts';
import { isAntigravity } from './formats/antigravity/detect.ts';
import { isTaskPlan } from './formats/task_plan/detect.ts';
import { isConductor } from './importers/conductor.ts';
import { todosOf } from './importers/cursor.ts';
import { isExecPlan } from './importers/exec_plan.ts';
import { isSisyphus } from './importers/sisyphus.ts';
import { taskTables } from './importers/task_table.ts';
import { hasVerifiedPhases } from './importers/verified_phases.ts';
import { boxHeadings } from './importers/zenflow.ts';
import { isTask, isTaskName } from './importers/directory.ts';
import { taskSections } from './importers/superpowers.ts';
import { taskHeadings } from './importers/task-headings.ts';
import { allBlocks, allItems, itemText } from './markdown/outline.ts';
import { plainText } from './markdown/inline.ts';
import { readPhaseHeading } from './markdown/phase-heading.ts';
import { baseName, folderOf, inFolder } from './path-parts.ts';
import type { MarkdownFile } from './markdown/read-markdown.ts';
import { storiesOf } from './importers/ralph.ts';
import { textOf } from './text/fields.ts';
import { readJson } from './text/json-text.ts';
import type { SourceText } from './text/source-text.ts';
import { wholeText } from './text/source-text.ts';

export interface Vote {
  format: PlanFormat;
  /** One line. */
  reason: string;
  /** By its place, its fields or its shape; not by the look of its headings and boxes alone. */
  strong: boolean;
}

/** @returns the format of one file, or why it is no plan */
export function classify(input: PlanInput, source: SourceText): Vote | { reason: string } {
  return byPlace(source) ?? byWords(input, source);
}

function byPlace(source: SourceText): Vote | undefined {
  const path = `/${source.path}`;
  for (const [pattern, format] of places) {
    const match = pattern.exec(path);
    if (match) return { format, reason: `it is ${match[0].replace(/^\//, '')}`, strong: true };
  }
  return undefined;
}

/** @returns the format of one file by what it says, wherever it stands */
export function byWords(input: PlanInput, source: SourceText): Vote | { reason: string } {
  const path = `/${source.path}`;
  if (beside.test(path)) return { reason: 'it only says how far a plan is' };
  if (ofRepository.test(path)) return { reason: 'it is for those who contribute, with no work of its own' };
  if (forAgents.test(path)) return { reason: 'it configures agents or an editor and holds no work' };
  if (/\.jsonl$/i.test(path)) return byLines(source);
  if (/\.json$/i.test(path)) return byJson(source);
  if (/\.ya?ml$/i.test(path)) return byYaml(source);
  const file = input.markdown(source);
  if (isGuideToPlans(file)) return { reason: 'it describes how to write ExecPlans and holds no work' };
  if (isTechnicalPlan(file)) return { reason: technicalPlan(input, source.path) };
  return byFields(file) ?? byContent(file, input);
}

/** Places by which a format is known; earlier ones win, so that `specs/x/tasks.md` of others is not taken for Spec Kit's. */
const places: readonly [RegExp, PlanFormat][] = [
  [/\/\.moai\/specs\/[^/]+\/(?:spec|plan|tasks)\.md$/, 'moai'],
  [/\/\.kiro\/specs\/[^/]+\/tasks\.md$/, 'kiro'],
  [/\/openspec\/changes\/(?:archive\/)?[^/]+\/tasks\.md$/, 'openspec'],
  [/\/\.taskmaster\/tasks\/[^/]+\.json$/, 'task_master'],
  [/\/\.beads\/[^/]+\.jsonl$/, 'beads'],
  [/\/backlog\/(?:tasks|completed|drafts)\/.+\.md$/i, 'backlog'],
  [/\/sprint-status\.ya?ml$/, 'bmad'],
  [/\/\.sisyphus\/plans\/[^/]+\.md$/, 'sisyphus'],
  [/\/\.trellis\/tasks\/(?:archive\/(?:[^/]+\/)?)?[^/]+\/(?:task\.json|prd\.md)$/, 'trellis'],
  [/\/\.?agent-os\/(?:product\/)?specs\/[^/]+\/tasks\.md$/, 'agent_os'],
  [/\/\.trae\/specs\/[^/]+\/(?:tasks|checklist)\.md$/, 'trae'],
  [/\/conductor\/tracks\/[^/]+\/plan\.md$/, 'conductor'],
  [/\/specs\/\d{3}-[^/]+\/tasks\.md$/, 'spec_kit'],
];

/** Read for what they tell of a plan beside them. */
const beside =
  /\/\.planning\/(?:[^/]+\/)*(?:ROADMAP|STATE|PROJECT|REQUIREMENTS)\.md$|\/(?:spec|state)\.json$|\/plan-outputs\/.*\.json$|\/backlog\/config\.ya?ml$|\/\.openspec\.ya?ml$|\/\.kiro\/specs\/[^/]+\/(?:requirements|design)\.md$|\/\.moai\/specs\/[^/]+\/acceptance\.md$/;

/** Their boxes are for every pull request. */
const ofRepository =
  /\/\.github\/|\/(?:PULL_REQUEST_TEMPLATE|ISSUE_TEMPLATE|CONTRIBUTING|CODE_OF_CONDUCT)(?:\.md|\/)/i;

/** Skills, commands, rules and settings of agents and editors: their steps and boxes are for every task. */
const forAgents =
  /\/(?:SKILL|AGENTS|CLAUDE|GEMINI|QWEN|WARP|copilot-instructions)(?:\.local)?\.md$|\/\.(?:claude|codex|cursor|agents?|github|gemini|opencode|windsurf|kiro|trae|qwen)\/(?:skills?|commands?|agents?|rules|prompts?|hooks|steering|settings)(?:\/|\.(?:json|md)$)|\/\.(?:claude\/settings[\w.]*|mcp)\.json$|\/\.(?:vscode|idea|zed|devcontainer)\//i;

function byYaml(source: SourceText): Vote | { reason: string } {
  const has = (key: string) =>
    source.lines.some((line) => new RegExp(`^["']?${key}["']?\\s*:`).test(line.text));
  if (has('development_status')) return { format: 'bmad', reason: 'it has development_status', strong: true };
  if (has('units')) return { format: 'fairlead', reason: 'it has units', strong: true };
  return { reason: 'YAML without units' };
}

function byLines(source: SourceText): Vote | { reason: string } {
  const [first] = source.lines;
  return /"(?:issue_type|depends_on_id)"|"id"\s*:/.test(first?.text ?? '')
    ? { format: 'beads', reason: 'one issue on each line', strong: true }
    : { reason: 'its lines are no issues' };
}

function byJson(source: SourceText): Vote | { reason: string } {
  const text = wholeText(source);
  if (/^\s*\[/.test(text) && /"issue_type"\s*:/.test(text))
    return { format: 'beads', reason: 'a list of issues', strong: true };
  if (/"userStories"\s*:/.test(text)) return { format: 'ralph', reason: 'it has userStories', strong: true };
  const listed = /^\s*\[\s*\{/.test(text) && /"title"\s*:|"description"\s*:/.test(text);
  const passing = /"passes"\s*:\s*(?:true|false)/.test(text);
  if (!passing && listed && /"dependencies"\s*:\s*\[/.test(text) && /"status"\s*:/.test(text))
    return { format: 'task_master', reason: 'a list of tasks', strong: true };
  const tasks = /"tasks"\s*:\s*\[/.test(text);
  if ((passing || !tasks) && /"(?:passes|acceptance\w*)"\s*:/.test(text)) {
    const read = readJson(text);
    const stories = read.ok ? storiesOf(read.value) : undefined;
    const where = stories?.path[0];
    if (stories)
      return {
        format: 'ralph',
        reason: where ? `${where} with what must pass` : 'a list of what must pass',
        strong: true,
      };
  }
  // Editors and build tools have tasks too: commands with a label.
  const isForTool = /"(?:label|command)"\s*:/.test(text) && !/"(?:id|title)"\s*:/.test(text);
  if (tasks && !isForTool) return { format: 'task_master', reason: 'it has lists of tasks', strong: true };
  return {
    reason: tasks ? 'its tasks are commands of a tool' : 'JSON with neither tasks nor stories',
  };
}

function byFields(file: MarkdownFile): Vote | undefined {
  const vote = (format: PlanFormat, reason: string): Vote => ({ format, reason, strong: true });
  const fields = file.front?.fields ?? {};
  if (isPlanFile(file))
    return vote(
      'gsd',
      'phase' in fields && 'plan' in fields
        ? 'front matter with phase and plan'
        : hasTasks(file)
          ? 'a plan file with <task> blocks'
          : 'a plan file of a phase',
    );
  if (textOf(fields['id']).startsWith('SPEC-')) return vote('moai', 'front matter with a SPEC id');
  if ('parent_task_id' in fields || (/^\w+-\d+/.test(textOf(fields['id'])) && hasComment(file, 'AC:BEGIN')))
    return vote('backlog', 'front matter of Backlog.md');
  if ('wave' in fields && 'plan' in fields) return vote('directory', 'front matter with wave and plan');
  const alone = taskSections(file).length < 2;
  if (isTask(file) && alone) return vote('directory', 'front matter of a task');
  if (todosOf(file).length > 0) return vote('cursor', 'front matter with todos');
  const name = baseName(file.source.path);
  const title = plainText(file.sections[0]?.heading.text ?? '');
  if (/^(?:User\s+)?Story\b/i.test(title) && !isBreakdown(file) && idOfStory(file) !== undefined)
    return vote('bmad', 'a story by its name and heading');
  if (isTaskName(name) && /^Task\s+\d/i.test(title) && alone)
    return vote('directory', 'a task by its name and heading');
  return undefined;
}

function byContent(file: MarkdownFile, input: PlanInput): Vote | { reason: string } {
  const vote = (format: PlanFormat, reason: string): Vote => ({ format, reason, strong: false });
  const changes = isAntigravity(file, input);
  if (changes !== undefined) return vote('antigravity', changes);
  const phased = isTaskPlan(file);
  if (phased !== undefined) return vote('task_plan', phased);
  if (boxHeadings(file).length > 1) return vote('zenflow', 'headings with checkboxes');
  if (isExecPlan(file))
    return vote('exec_plan', 'the chapters of an ExecPlan, with its progress in checkboxes');
  if (isConductor(file)) return vote('conductor', 'checkboxes "Task: …", and a person verifies each phase');
  if (isSisyphus(file)) return vote('sisyphus', 'numbered checkboxes with blockers');
  const tasks = taskSections(file);
  const title = plainText(file.sections[0]?.heading.text ?? '');
  // One task at the top is the title of something else.
  const inner = tasks.length > 1 ? tasks : tasks.filter(({ section }) => section.heading.level > 1);
  if (inner.length > 1 || (inner.length === 1 && /\bplan\b/i.test(title)))
    return vote(
      'superpowers',
      `${inner.length} headings "Task N"${/\bplan\b/i.test(title) ? ' under an implementation plan' : ''}`,
    );
  if (isBreakdown(file)) return vote('bmad', 'headings like "Story 1.1"');
  if (taskHeadings(file).length > 1) return vote('phases', 'headings like 1.1 with dependencies');
  if (hasVerifiedPhases(file)) return vote('verified_phases', 'phases with "Automated Verification"');
  const boxes = allItems(file.blocks).filter(({ item }) => item.box);
  if (boxes.length === 0 && taskTables(file).length > 0) return vote('task_table', 'a table of tasks');
  const words = boxes.map(({ item }) => plainText(itemText(item)));
  const count = (pattern: RegExp) => words.filter((text) => pattern.test(text)).length;
  const numbered = count(/^\d+(?:\.\d+)*[.):]?\s/);
  if (count(/^\[?T-?\d{3,}\b/) > 0) return vote('spec_kit', 'checkboxes with ids like T001');
  if (numbered > 0 && numbered * 2 >= boxes.length - numbered) {
    const inPhases = file.sections.some(({ heading }) => readPhaseHeading(heading.text)?.number);
    if (inPhases && count(/^\d+\.\d+/) > 0)
      return vote('phases', 'checkboxes like 1.1 under headings "Phase N"');
    return vote('kiro', 'numbered checkboxes');
  }
  const isReadme = /^readme\b/i.test(baseName(file.source.path));
  if (isReadme && boxes.length > 0) return { reason: 'it is a README: its checkboxes list features' };
  const work = workOf(file);
  if (work.boxes.length > 0 && isOnlyAfterwards(file, work.boxes))
    return { reason: 'it is a report: its checkboxes are wishes or follow-ups' };
  if (work.boxes.some(({ item }) => item.box))
    return vote('checklist', counted(boxes.length, 'checkbox', 'checkboxes'));
  if (work.boxes.length > 1) return vote('checklist', `a plan of ${work.boxes.length} numbered steps`);
  const headings = work.sections.length;
  if (headings > 1 && !isReadme) return vote('checklist', `${headings} headings of a plan`);
  if (boxes.length > 0) return { reason: 'its checkboxes are criteria, not work' };
  return { reason: noPlan(file) };
}

function hasComment(file: MarkdownFile, words: string): boolean {
  for (const block of allBlocks(file.blocks))
    if (block.kind === 'html' && block.text.includes(words)) return true;
  return false;
}

function noPlan(file: MarkdownFile): string {
  if (file.source.lines.every((line) => line.text.trim() === '')) return 'it is empty';
  const headings = file.sections.length;
  if (headings === 0) return 'it has neither headings nor tasks nor checkboxes';
  return `${counted(headings, 'heading')}, but neither tasks nor checkboxes`;
}

/** `.agent/PLANS.md` holds the rules by which plans are written, and an example. */
function isGuideToPlans(file: MarkdownFile): boolean {
  const title = plainText(file.sections[0]?.heading.text ?? '');
  return /\bExec(?:ution )?Plans\b/i.test(title) && !isExecPlan(file);
}

/** Spec Kit's `plan.md` says how; what is to be done stands in the `tasks.md` that is made of it. */
function isTechnicalPlan(file: MarkdownFile): boolean {
  const headings = file.sections.map(({ heading }) => plainText(heading.text));
  const has = (pattern: RegExp) => headings.some((heading) => pattern.test(heading));
  const chapters = [
    /^Technical Context\b/i,
    /^Constitution Check\b/i,
    /^Complexity Tracking\b/i,
    /^Project Structure\b/i,
  ];
  const boxes = allItems(file.blocks).some(
    ({ item }) => item.box && /^\[?T\d{3}/.test(plainText(itemText(item))),
  );
  return !boxes && taskSections(file).length === 0 && chapters.filter(has).length > 1;
}

function technicalPlan(input: PlanInput, path: string): string {
  const tasks = inFolder(folderOf(path), 'tasks.md');
  const said = 'it is the technical plan of Spec Kit, which holds no tasks';
  return input.listing.has(tasks) ? `${said}: name ${tasks}` : `${said}: make its tasks.md first`;
}
