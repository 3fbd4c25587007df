import { resolve } from 'node:path';
import { Option } from 'commander';
import { printableLine } from '../../base/printable.ts';
import type { RuleProblem } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import type { Level } from '../../contract/session.ts';
import type { Decision, Verdict } from '../../contract/verdict.ts';
import type { CommandSpec } from '../command-spec.ts';
import { Exit, UsageError } from '../context.ts';
import { painter, type Paint, type Tone } from '../paint.ts';
import { placeText, ruleText } from '../rule-text.ts';

const statuses: Record<Decision, number> = { allow: 0, ask: 3, deny: 5 };
const tones: Record<Decision, Tone> = { allow: 'good', ask: 'attention', deny: 'bad' };

export const policy: CommandSpec = {
  name: 'policy',
  summary:
    'explain TOOL INPUT: the verdict on a call and what decided; check: rules that can never decide; rules: all there are; forget RULE-ID: take one back that an answer added',
  arguments: '<action> [what] [input]',
  configure: (command) =>
    command
      .option('--repo <dir>', 'the repository whose rules count (default: here)')
      .addOption(
        new Option('--policy <level>', 'as if this level were in force').choices([
          'permissive',
          'moderate',
          'strict',
        ]),
      ),
  async run({ context, output, client }, [action = '', what, input], options) {
    const { repo = '.', policy: level } = options as { repo?: string; policy?: Level };
    refuseSurplus(action, [what, input]);
    const directory = resolve(context.cwd, repo);
    const paint = painter(output.lively);
    switch (action) {
      case 'explain': {
        if (what === undefined)
          throw new UsageError('which call?', `for example: fairlead policy explain Bash 'git status'`);
        if (input === undefined && /\s/.test(what))
          throw new UsageError(
            `no tool is called "${printableLine(what, 100)}"`,
            `name the tool first: fairlead policy explain Bash 'git status'`,
          );
        const verdict = await (
          await client()
        ).ask('verdict', {
          type: 'explain',
          repo: directory,
          cwd: directory,
          tool: what,
          input: inputOf(what, input ?? ''),
          ...(level && { policy: level }),
        });
        output.data('verdict', verdict, () => verdictText(verdict, paint));
        return exitWith(statuses[verdict.decision]);
      }
      case 'check': {
        const found = await (await client()).ask('problems', { type: 'check_policy', repo: directory });
        output.data('problems', found, () => found.map((problem) => problemText(problem, paint)).join('\n'));
        if (found.length === 0) output.note('every rule can decide something');
        return exitWith(found.length === 0 ? 0 : 1);
      }
      case 'rules': {
        const found = await (await client()).ask('rules', { type: 'list_rules', repo: directory });
        output.data('rules', found, () => found.map((rule) => ruleText(rule, paint)).join('\n'));
        if (found.length === 0)
          output.note('there are no rules: the level and the built-in protection decide');
        return;
      }
      case 'forget': {
        if (what === undefined) throw new UsageError('which rule?', 'see all of them: fairlead policy rules');
        const rule = await (await client()).ask('rule', { type: 'forget_rule', repo: directory, rule: what });
        output.data(
          'rule',
          rule,
          () => `${rule.id}  forgotten: ${rule.decision} ${printableLine(rule.rule, 300)}`,
        );
        return;
      }
      default:
        throw new UsageError(
          `"${action}" is nothing to do with a policy`,
          'choose explain, check, rules or forget',
        );
    }
  },
};

/** How many arguments each action takes: whoever gives more means another one, and would take its exit status for an answer. */
const operands: Record<string, number> = { explain: 2, check: 0, rules: 0, forget: 1 };

function refuseSurplus(action: string, given: (string | undefined)[]): void {
  const taken = Object.hasOwn(operands, action) ? operands[action] : undefined;
  const surplus = taken === undefined ? undefined : given[taken];
  if (surplus === undefined) return;
  throw new UsageError(
    `policy ${action} does not take "${printableLine(surplus, 100)}"`,
    `for the verdict on a call: fairlead policy explain Bash 'git status'`,
  );
}

/** Tools whose input is told by one field, where it is not given as JSON. */
const fields: Record<string, string> = {
  Bash: 'command',
  Read: 'file_path',
  Edit: 'file_path',
  Write: 'file_path',
  MultiEdit: 'file_path',
  NotebookEdit: 'notebook_path',
  Grep: 'path',
  Glob: 'path',
  LS: 'path',
  WebFetch: 'url',
  Agent: 'subagent_type',
  Task: 'subagent_type',
};

function inputOf(tool: string, text: string): CommandOf<'explain'>['input'] {
  const field = Object.hasOwn(fields, tool) ? fields[tool] : undefined;
  try {
    const parsed = JSON.parse(text === '' ? '{}' : text) as CommandOf<'explain'>['input'];
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch (error) {
    if (field === undefined)
      throw new UsageError(
        `the input of ${tool} is no JSON: ${error instanceof Error ? error.message : String(error)}`,
        `give an object such as '{"key":"value"}'`,
      );
  }
  if (field === undefined)
    throw new UsageError(`the input of ${tool} is no object`, `give one such as '{"key":"value"}'`);
  return { [field]: text };
}

function verdictText({ decision, reason, rule, source, parts }: Verdict, paint: Paint): string {
  const by = rule === null ? source : `${rule} in ${source}`;
  const head = `${paint(decision, tones[decision])}  ${printableLine(reason, 500)}\n    ${paint(printableLine(by, 300), 'quiet')}`;
  const lines = parts.map(
    (part) =>
      `  ${paint(part.decision.padEnd(5), tones[part.decision])}  ${printableLine(part.text, 120)}\n         ${paint(printableLine(part.reason, 300), 'quiet')}`,
  );
  return [head, ...lines].join('\n');
}

function problemText({ rule, decision, source, line, id, message }: RuleProblem, paint: Paint): string {
  const what = rule === null ? 'a file' : `${decision} ${rule}`;
  return `${paint(printableLine(what, 200), 'strong')}  ${printableLine(message, 300)}\n    ${paint(placeText({ source, line, id }), 'quiet')}`;
}

function exitWith(status: number): void {
  if (status !== 0) throw new Exit(status);
}
