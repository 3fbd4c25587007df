import { isDeepYaml } from '../base/bounded-yaml.ts';
import { printableJson } from '../base/printable.ts';
import type { Plan } from '../contract/plan.ts';

/** Formats a plan as fairlead's own YAML. JSON strings and lists are valid YAML and can hold any text. */
export function stringifyPlan(plan: Plan): string {
  const text = stringify(plan, printableJson);
  // The YAML reader refuses text that looks nested too deeply, and counts brackets in quotes too.
  return isDeepYaml(text) ? stringify(plan, (value) => withoutBrackets(printableJson(value))) : text;
}

function stringify({ title, goal, context, units }: Plan, quoted: (value: string) => string): string {
  const list = (values: readonly string[]) => `[${values.map(quoted).join(',')}]`;
  const lines = [`title: ${quoted(title)}`];
  if (goal !== null) lines.push(`goal: ${quoted(goal)}`);
  if (context.length > 0) lines.push(`context: ${list(context)}`);
  lines.push('units:');
  for (const unit of units) {
    lines.push(`  - id: ${quoted(unit.id)}`, `    title: ${quoted(unit.title)}`);
    if (unit.kind !== 'auto') lines.push(`    kind: ${unit.kind}`);
    if (unit.depends_on.length > 0) lines.push(`    depends_on: ${list(unit.depends_on)}`);
    if (unit.files.length > 0) lines.push(`    files: ${list(unit.files)}`);
    if (unit.gate.length > 0) lines.push(`    gate: ${list(unit.gate)}`);
    if (unit.acceptance.length > 0) lines.push(`    acceptance: ${list(unit.acceptance)}`);
    if (unit.steps.length > 0) {
      lines.push('    steps:');
      for (const { title: words, kind, done } of unit.steps) {
        const more = `${kind === 'auto' ? '' : `, kind: ${kind}`}${done ? ', done: true' : ''}`;
        lines.push(`      - { title: ${quoted(words)}${more} }`);
      }
    }
    if (unit.declared_wave !== null) lines.push(`    wave: ${unit.declared_wave}`);
    if (unit.agent !== null) lines.push(`    agent: ${quoted(unit.agent)}`);
    if (unit.done) lines.push('    done: true');
    lines.push(`    prompt: ${quoted(unit.prompt)}`);
  }
  return lines.join('\n');
}

/** Returns the same JSON string, with escapes for characters that look like the beginning of a collection. */
function withoutBrackets(json: string): string {
  return json.replaceAll(/[[{?]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}
