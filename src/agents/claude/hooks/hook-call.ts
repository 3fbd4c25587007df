/** One call of fairlead's PreToolUse hook: Claude Code's input, and the answer. */
import { err, ok, type Result } from '../../../base/result.ts';
import type { Verdict } from '../../../contract/verdict.ts';
import { parseFields, textOf } from '../../fields.ts';
import { questions } from '../control.ts';
import { titleOf } from '../title.ts';
import { hookOutput } from '../wire.ts';

export interface HookCall {
  tool: string;
  /** One line that shows the call. */
  title: string;
  input: unknown;
  /** The directory of the call; it follows the `cd` of earlier commands. */
  cwd: string;
}

/** @returns null for a tool that only a person can answer: there is nothing to decide */
export function readHookCall(text: string): Result<HookCall | null, string> {
  const fields = parseFields(text);
  if (!fields) return err('standard input is not a JSON object');
  const event = textOf(fields['hook_event_name']);
  if (event !== 'PreToolUse') return err(`this is a hook for PreToolUse, not for ${event ?? 'no event'}`);
  const [tool, cwd] = [textOf(fields['tool_name']), textOf(fields['cwd'])];
  if (tool === null || cwd === null) return err('the call has no tool_name or no cwd');
  const input = fields['tool_input'] ?? {};
  return ok(questions.has(tool) ? null : { tool, title: titleOf(tool, input), input, cwd });
}

/** Returns the line with the decision, and the rule and file behind it. */
export function hookAnswer({ decision, reason, source }: Verdict): string {
  // The reason already names the level.
  const said = reason.includes(source) || source.startsWith('level ') ? reason : `${reason}; ${source}`;
  return `${JSON.stringify(hookOutput(decision, `fairlead: ${said}`))}\n`;
}
