/** Decides calls that no rule matches. docs/guides/policy.md has the same table. */
import type { Level } from '../../contract/session.ts';
import type { Decision } from '../../contract/verdict.ts';
import { editingTools, pathOf, readingTools, type PathKind, type ToolCall } from './call.ts';
import { liesInside, namedPlace } from './named-place.ts';
import type { Ground } from './policy.ts';

export type ActionKind =
  /** Reads or changes a file in the workspace. */
  | 'read_inside'
  | 'edit_inside'
  | 'read_outside'
  | 'edit_outside'
  /** A command known to change nothing. */
  | 'harmless_command'
  | 'command'
  /** A command line that fairlead cannot parse. */
  | 'unclear_command'
  /** A tool that writes the agent's own notes. */
  | 'note'
  | 'other';

const levels: Record<Level, Record<ActionKind, Exclude<Decision, 'deny'>>> = {
  permissive: {
    read_inside: 'allow',
    edit_inside: 'allow',
    read_outside: 'allow',
    edit_outside: 'allow',
    harmless_command: 'allow',
    command: 'allow',
    unclear_command: 'allow',
    note: 'allow',
    other: 'allow',
  },
  moderate: {
    read_inside: 'allow',
    edit_inside: 'allow',
    read_outside: 'ask',
    edit_outside: 'ask',
    harmless_command: 'allow',
    command: 'ask',
    unclear_command: 'ask',
    note: 'allow',
    other: 'ask',
  },
  strict: {
    read_inside: 'ask',
    edit_inside: 'ask',
    read_outside: 'ask',
    edit_outside: 'ask',
    harmless_command: 'ask',
    command: 'ask',
    unclear_command: 'ask',
    note: 'ask',
    other: 'ask',
  },
};

const actionKindWords: Record<ActionKind, string> = {
  read_inside: 'reading in the workspace',
  edit_inside: 'editing in the workspace',
  read_outside: 'reading outside the workspace',
  edit_outside: 'editing outside the workspace',
  harmless_command: 'commands on the safe list',
  command: 'commands that are not on the safe list',
  unclear_command: 'command lines that fairlead cannot parse',
  note: "the agent's own notes",
  other: 'this tool',
};

const noteTools = new Set(['TodoWrite', 'TaskOutput']);

/** Classifies a call of a tool other than the shell. */
export function actionKindOf(call: ToolCall): ActionKind {
  if (noteTools.has(call.tool)) return 'note';
  const path = pathOf(call);
  if (path === undefined) return 'other';
  const inside = isInside(path, call, call.names);
  if (readingTools.has(call.tool)) return inside ? 'read_inside' : 'read_outside';
  return editingTools.has(call.tool) && inside ? 'edit_inside' : 'edit_outside';
}

/** Whether a path, or every path of a pattern, is in the workspace, as written and resolved. */
export function isInside(path: string, call: ToolCall, kind: PathKind = 'path'): boolean {
  return liesInside(namedPlace(path, call, kind), call);
}

/** Returns the decision of the level, which comes last. */
export function byLevel(level: Level, actionKind: ActionKind): Ground {
  const decision = levels[level][actionKind];
  const reason =
    decision === 'allow'
      ? `level ${level} allows ${actionKindWords[actionKind]}`
      : `no rule matches; level ${level} asks before ${actionKindWords[actionKind]}`;
  return { decision, rule: null, source: `level ${level}`, reason };
}
