/**
 * fairlead's hook in the text of a settings file of Claude Code. When installed, it is the last PreToolUse hook;
 * uninstalling restores the previous text, byte for byte.
 */
import { applyEdits, parseTree, type Edit, type Node, type ParseError } from 'jsonc-parser';
import { err, ok, type Result } from '../../../base/result.ts';
import { addEntry, endOf, isWrittenWithEntry, removeEntry } from './edit-json.ts';
import { hookCommand, programOf } from './hook-command.ts';

/**
 * Seconds after which Claude Code continues without an answer; the first answer may have to wait for the daemon's
 * start.
 */
const patience = 30;

export interface HookSettings {
  /** The program of each hook of fairlead's. */
  programs: string[];
  /** Number of other hooks, for any event. */
  others: number;
  /** Why Claude Code runs no hook of this file. */
  hindrance: string | null;
}

/** @returns the hooks in the text, or why it is not understood: the end of a sentence about the file */
export function readHookSettings(text: string): Result<HookSettings, string> {
  const found = find(text);
  if (!found.ok) return found;
  const { own, others, hindrance } = found.value;
  return ok({ programs: own.map(({ program }) => program), others, hindrance });
}

/**
 * Returns the text with one hook that runs `program`: a new one, or the existing one, updated.
 *
 * @param text null if there is no file
 */
export function withHook(text: string | null, program: string): Result<string, string> {
  const command = hookCommand(program);
  const group = { hooks: [{ type: 'command', command, timeout: patience }] };
  if (text === null) return ok(`${JSON.stringify({ hooks: { PreToolUse: [group] } }, null, 2)}\n`);
  const found = find(text);
  if (!found.ok) return found;
  const { root, hooks, list, own } = found.value;
  if (own.length > 0) {
    const outdated = own.filter((hook) => hook.command.value !== command);
    return ok(
      edited(
        text,
        outdated.map(({ command: node }) => replacement(node, command)),
      ),
    );
  }
  if (list) return ok(edited(text, addEntry(text, list, group)));
  if (hooks) return ok(edited(text, addEntry(text, hooks, [group], 'PreToolUse')));
  return ok(edited(text, addEntry(text, root, { PreToolUse: [group] }, 'hooks')));
}

/** @returns the text without hooks of fairlead; null if it holds nothing else */
export function withoutHook(text: string): Result<string | null, string> {
  const found = find(text);
  if (!found.ok) return found;
  const [hook] = found.value.own;
  if (!hook) return ok(text);
  const entry = outermost(text, hook.group.only ? hook.group.node : hook.node);
  if (entry === null) return ok(null);
  return withoutHook(edited(text, removeEntry(text, entry)));
}

interface Found {
  root: Node;
  /** The object of that name. */
  hooks: Node | undefined;
  /** The array `hooks.PreToolUse`. */
  list: Node | undefined;
  own: OwnHook[];
  others: number;
  hindrance: string | null;
}

interface OwnHook {
  node: Node;
  command: Node;
  program: string;
  /** The entry of `PreToolUse` with the hook, and whether the hook is its only one. */
  group: { node: Node; only: boolean };
}

/** A byte order mark at the beginning of a file; Claude Code skips it. */
const byteOrderMark = '\uFEFF';

function find(text: string): Result<Found, string> {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  const hooks = member(root, 'hooks');
  if (!hooks.ok) return hooks;
  if (hooks.value && hooks.value.type !== 'object') return err('holds "hooks" that are not an object');
  const list = hooks.value ? member(hooks.value, 'PreToolUse') : ok(undefined);
  if (!list.ok) return list;
  if (list.value && list.value.type !== 'array') return err('holds "PreToolUse" hooks that are not an array');
  const own: OwnHook[] = [];
  for (const group of list.value?.children ?? []) {
    const inner = member(group, 'hooks');
    if (!inner.ok) return inner;
    // Measured: Claude Code does not load a file with such an entry at all.
    if (inner.value?.type !== 'array') return err('holds an entry of "PreToolUse" without an array of hooks');
    own.push(...ownHooks(group, inner.value));
  }
  const others = countHooks(hooks.value) - own.length;
  const hindrance = hindranceIn(text, root);
  return ok({ root, hooks: hooks.value, list: list.value, own, others, hindrance });
}

function parse(text: string): Result<Node, string> {
  const errors: ParseError[] = [];
  // Replaces the mark with a blank, so that all offsets stay valid in the text.
  const plain = text.startsWith(byteOrderMark) ? ` ${text.slice(1)}` : text;
  if (plain.trim() === '') return err('is empty, which is not JSON');
  try {
    const root = parseTree(plain, errors, { allowTrailingComma: true });
    const [first] = errors;
    if (first || !root) return err(`is not JSON in line ${lineAt(text, first?.offset ?? 0)}`);
    return root.type === 'object' ? ok(root) : err('holds no object');
  } catch (error) {
    if (error instanceof RangeError) return err('is nested too deep');
    throw error;
  }
}

/** Returns the value of a key. Readers disagree about duplicate keys, so they are refused. */
function member(object: Node, key: string): Result<Node | undefined, string> {
  const properties = (object.type === 'object' ? (object.children ?? []) : []).filter(
    ({ children }) => children?.[0]?.value === key,
  );
  return properties.length > 1 ? err(`holds "${key}" twice`) : ok(properties[0]?.children?.[1]);
}

function ownHooks(group: Node, hooks: Node): OwnHook[] {
  const nodes = hooks.children ?? [];
  return nodes.flatMap((node) => {
    const command = member(node, 'command');
    if (!command.ok || typeof command.value?.value !== 'string') return [];
    const program = programOf(command.value.value);
    if (program === null) return [];
    return [{ node, command: command.value, program, group: { node: group, only: nodes.length === 1 } }];
  });
}

function countHooks(hooks: Node | undefined): number {
  const groups = (hooks?.children ?? []).flatMap(({ children }) => children?.[1]?.children ?? []);
  return groups.reduce((sum, group) => {
    const inner = member(group, 'hooks');
    return sum + (inner.ok && inner.value?.type === 'array' ? (inner.value.children?.length ?? 0) : 0);
  }, 0);
}

function hindranceIn(text: string, root: Node): string | null {
  try {
    JSON.parse(text.replace(byteOrderMark, ''));
  } catch {
    return 'Claude Code loads no settings with comments, or with a comma behind the last entry';
  }
  const off = member(root, 'disableAllHooks');
  return off.ok && off.value?.value === true ? '"disableAllHooks" is set there' : null;
}

/** Returns the entry with all brackets that were written with it; null if that is the whole text. */
function outermost(text: string, entry: Node): Node | null {
  const container = entry.parent;
  if (!container || !isWrittenWithEntry(text, container)) return entry;
  const holder = container.parent;
  if (holder) return outermost(text, holder.type === 'property' ? holder : container);
  const around = text.slice(0, container.offset) + text.slice(endOf(container));
  return around.trim() === '' ? null : entry;
}

function edited(text: string, edits: Edit[]): string {
  return applyEdits(text, edits);
}

function replacement({ offset, length }: Node, value: string): Edit {
  return { offset, length, content: JSON.stringify(value) };
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length;
}
