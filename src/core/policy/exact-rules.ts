/** Returns rules for exactly one call and equal ones, so that it need not be asked about again. */
import { carriedCommand } from './carried-command.ts';
import { editingTools, fieldsOf, pathOf, type ToolCall } from './call.ts';
import { absolutePath, below } from './path.ts';
import { isHarmless, wordsAsWritten } from './shell/allows-command.ts';
import { readShell } from './shell/read-shell.ts';

/** Claude Code stores as many for one answer. */
const maximumRules = 5;

/**
 * @param isAllowed whether a command of the line is already allowed and needs no rule
 * @returns undefined if rules cannot express exactly what was shown
 */
export function exactRules(
  call: Pick<ToolCall, 'tool' | 'input' | 'cwd' | 'workspace'> & {
    machine: Pick<ToolCall['machine'], 'home'>;
  },
  isAllowed: (command: string) => boolean = () => false,
): string[] | undefined {
  const carried = call.tool.startsWith('mcp__') ? undefined : carriedCommand(call);
  if (carried) {
    // Rules cannot express variables that are set beside the line.
    return carried.env.length > 0 || carried.unclear !== null
      ? undefined
      : commandRules(carried.line, isAllowed);
  }
  const path = pathOf(call as ToolCall);
  if (path !== undefined) return pathRule(call, path);
  const { url } = fieldsOf(call);
  if (call.tool === 'WebFetch' && typeof url === 'string') {
    const host = /^https?:\/\/([a-z0-9.-]+)(?::\d+)?(?:[/?#]|$)/i.exec(url)?.[1];
    return host === undefined ? undefined : [`WebFetch(domain:${host.toLowerCase()})`];
  }
  // A rule for the tool would also allow it with any other input.
  return call.tool.startsWith('mcp__') && !call.tool.includes('*') ? [call.tool] : undefined;
}

function commandRules(source: string, isAllowed: (command: string) => boolean): string[] | undefined {
  const reading = readShell(source);
  if (reading.unclear !== null || reading.commands.length === 0) return undefined;
  const commands = reading.commands.filter((command) => !isHarmless(command) || command.words.length > 0);
  const texts = commands.map(({ words, assignments, writes, reads }) =>
    assignments.length + writes.length + reads.length > 0 ? undefined : wordsAsWritten(words),
  );
  const wanted = [...new Set(texts)].filter((text) => text === undefined || !isAllowed(text));
  const rules = wanted.flatMap((text) =>
    text === undefined || /[*()\n]/.test(text) ? [] : [`Bash(${text})`],
  );
  return rules.length === wanted.length && rules.length <= maximumRules && rules.length > 0
    ? rules
    : undefined;
}

function pathRule(
  { tool, cwd, workspace, machine }: Parameters<typeof exactRules>[0],
  path: string,
): string[] | undefined {
  const kind = editingTools.has(tool) ? 'Edit' : 'Read';
  const written = absolutePath(path, cwd, machine.home);
  if (/[*?[\]()\\\n]/.test(written)) return undefined;
  const inside = below(written, workspace);
  if (inside === '') return undefined;
  return [inside === undefined ? `${kind}(/${written})` : `${kind}(/${inside})`];
}
