/**
 * The plan formats: their names in the API, and their description in `fairlead plan formats` and
 * docs/guides/plans.md. Each has a folder of its name in `plans/formats/`.
 */

export interface PlanFormatRow extends PlanFormatEntry {
  format: PlanFormatName;
}

interface PlanFormatEntry {
  /** Programs that write such plans. */
  tools: string;
  /** Paths of the documents, or what identifies a document at any path. */
  documents: string;
  /** What becomes a unit. */
  unit: string;
  /** What `--write-back` changes when a unit is done. A unit that has this mark already is read as done. */
  write_back: string;
  /** Units of one wave may run at the same time. In other formats a wave is a chapter. */
  concurrent_waves?: true;
}

const entries = {
  gsd: {
    tools: 'Get Shit Done',
    documents: '`.planning/phases/*/*-PLAN.md`, with `<task>` blocks or Markdown headings',
    unit: 'the file',
    write_back: 'a new `*-SUMMARY.md`, the box in `ROADMAP.md`',
    concurrent_waves: true,
  },
  superpowers: {
    tools: 'Superpowers',
    documents: '`docs/superpowers/plans/*.md`; headings `Task N`',
    unit: 'a task, in order',
    write_back: 'the boxes of its steps; without boxes ✅ in its heading',
  },
  spec_kit: {
    tools: 'Spec Kit',
    documents: '`specs/NNN-*/tasks.md`; boxes `T001`',
    unit: 'a phase or a user story',
    write_back: 'its boxes',
  },
  kiro: {
    tools: 'Kiro, cc-sdd',
    documents: '`.kiro/specs/*/tasks.md`; numbered boxes',
    unit: 'a top-level number',
    write_back: 'its boxes, except optional ones',
  },
  openspec: {
    tools: 'OpenSpec',
    documents: '`openspec/changes/*/tasks.md`',
    unit: 'the change',
    write_back: 'its boxes',
  },
  phases: {
    tools: 'phase checklists',
    documents: '`## Phase N` with boxes `N.M`, or headings `N.M … (depends: …)`',
    unit: 'an item; `VERIFY` checks a phase',
    write_back: '`docs/plan-outputs/*/status.json` for `docs/plans/`, else its box',
  },
  task_master: {
    tools: 'Task Master',
    documents: '`.taskmaster/tasks/tasks.json`, of its tags the current one; JSON with lists of tasks',
    unit: 'a task',
    write_back: '`status`',
  },
  beads: {
    tools: 'beads',
    documents: '`.beads/issues.jsonl`, the output of `bd list --json`',
    unit: 'an issue that is not an epic',
    write_back: 'nothing: close it with `bd close ID`',
  },
  beans: {
    tools: 'beans',
    documents: '`.beans/ID--*.md`',
    unit: 'the file, unless it holds others',
    write_back: '`status`',
  },
  backlog: {
    tools: 'Backlog.md',
    documents: '`backlog/tasks/**/*.md`, in any folder',
    unit: 'the file',
    write_back: '`status`, the boxes of its acceptance criteria',
  },
  directory: {
    tools: 'CCPM, tickets (tk), file todos',
    documents:
      '`.claude/epics/*/*.md`, `.tickets/*.md`, `todos/NNN-*.md`, `docs/plans/*/task-*.md`; front matter with `depends_on`, `deps` or `dependencies`',
    unit: 'the file, unless it is an epic',
    write_back: '`status`, in the word of its tracker',
    concurrent_waves: true,
  },
  moai: {
    tools: 'MoAI-ADK',
    documents: '`.moai/specs/SPEC-*/`',
    unit: 'the SPEC; tasks of the plan where one SPEC is named',
    write_back: '`status`',
  },
  ralph: {
    tools: 'Ralph',
    documents: '`prd.json`; JSON with stories that pass or have acceptance criteria',
    unit: 'a story',
    write_back: '`passes`, else `status`',
  },
  bmad: {
    tools: 'BMAD',
    documents: '`sprint-status.yaml`, stories `1-2-*.md`, epics with headings `Story N.M`',
    unit: 'a story',
    write_back: 'its status in both places; without a status its boxes, or ✅ in its heading',
  },
  conductor: {
    tools: 'Conductor',
    documents: '`conductor/tracks/*/plan.md`; boxes `Task: …`',
    unit: 'a box; a person verifies each phase',
    write_back: 'its box',
  },
  exec_plan: {
    tools: 'ExecPlans of Codex',
    documents: '`.agent/*.md`, `PLANS.md`; the chapters of an ExecPlan with boxes below "Progress"',
    unit: 'a box below "Progress", in order',
    write_back: 'its box',
  },
  verified_phases: {
    tools: 'research plans',
    documents: '`thoughts/shared/plans/*.md`; phases with "Automated Verification"',
    unit: 'a phase; "Manual Verification" is for a person',
    write_back: 'its boxes; without boxes ✅ in its heading',
  },
  cursor: {
    tools: 'Cursor',
    documents: '`.cursor/plans/*.plan.md`; `todos` in the front matter',
    unit: 'an entry of `todos`',
    write_back: '`status` of the entry',
  },
  sisyphus: {
    tools: 'Sisyphus',
    documents: '`.sisyphus/plans/*.md`; numbered boxes with blockers',
    unit: 'a numbered box',
    write_back: 'its box',
  },
  zenflow: {
    tools: 'Zenflow',
    documents: '`.zenflow/tasks/*/plan.md`; headings with a box, `### [ ] Step: …`',
    unit: 'such a heading',
    write_back: 'the box of the heading',
  },
  task_table: {
    tools: 'Copilot plans',
    documents: '`plan/*.md`; tables whose rows have an id and a state',
    unit: 'a row',
    write_back: 'the cell of its state',
  },
  antigravity: {
    tools: 'Antigravity',
    documents: '`implementation_plan.md` with headings like `[MODIFY]`, `task.md`',
    unit: 'a component below "Proposed Changes"; a box of `task.md`',
    write_back: 'the boxes of `task.md`, else ✅ in the heading',
  },
  task_plan: {
    tools: 'planning-with-files',
    documents: '`task_plan.md` with phases',
    unit: 'a phase, in order',
    write_back: 'its boxes and its `**Status:**`',
  },
  trellis: {
    tools: 'Trellis',
    documents: '`.trellis/tasks/*/task.json` with `prd.md`',
    unit: 'a task',
    write_back: '`status` of `task.json`',
  },
  agent_os: {
    tools: 'Agent OS',
    documents: '`agent-os/specs/*/tasks.md`, `.agent-os/specs/*/tasks.md`',
    unit: 'a group of tasks',
    write_back: 'its boxes',
  },
  trae: {
    tools: 'Trae',
    documents: '`.trae/specs/*/tasks.md`, proved by `checklist.md`',
    unit: 'a box `Task N`',
    write_back: 'its box and those in it',
  },
  checklist: {
    tools: "any list; Claude Code's plan mode",
    documents:
      '`.claude/plans/*.md`, `PLAN.md`, `TODO.md`; boxes, else numbered steps or headings that a plan calls steps',
    unit: 'an item or a step, in order',
    write_back: 'its box; without boxes ✅ in its line',
  },
  fairlead: {
    tools: 'fairlead',
    documents: 'YAML with `units`, see [plan-yaml.md](plan-yaml.md)',
    unit: 'an entry of `units`',
    write_back: '`done: true`',
    concurrent_waves: true,
  },
} satisfies Record<string, PlanFormatEntry>;

export type PlanFormatName = keyof typeof entries;

export const planFormats = Object.keys(entries) as PlanFormatName[];

export const planFormatTable: readonly PlanFormatRow[] = planFormats.map((format) => ({
  format,
  ...entries[format],
}));

/** Formats in which units of one wave may run at the same time. */
export const concurrentWaves: ReadonlySet<PlanFormatName> = new Set(
  planFormatTable.filter((row) => row.concurrent_waves).map(({ format }) => format),
);
