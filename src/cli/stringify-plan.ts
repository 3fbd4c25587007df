import type { Plan } from '../contract/plan.ts';

/** A plan in fairlead's own YAML. JSON's strings and lists are YAML's, and carry any text. */
export function stringifyPlan({ title, goal, context, units }: Plan): string {
  const lines = [`title: ${JSON.stringify(title)}`];
  if (goal !== null) lines.push(`goal: ${JSON.stringify(goal)}`);
  if (context.length > 0) lines.push(`context: ${JSON.stringify(context)}`);
  lines.push('units:');
  for (const unit of units) {
    lines.push(`  - id: ${JSON.stringify(unit.id)}`, `    title: ${JSON.stringify(unit.title)}`);
    if (unit.kind !== 'auto') lines.push(`    kind: ${unit.kind}`);
    if (unit.depends_on.length > 0) lines.push(`    depends_on: ${JSON.stringify(unit.depends_on)}`);
    if (unit.files.length > 0) lines.push(`    files: ${JSON.stringify(unit.files)}`);
    if (unit.gate.length > 0) lines.push(`    gate: ${JSON.stringify(unit.gate)}`);
    if (unit.acceptance.length > 0) lines.push(`    acceptance: ${JSON.stringify(unit.acceptance)}`);
    if (unit.steps.length > 0) {
      lines.push('    steps:');
      for (const { title: words, kind, done } of unit.steps) {
        const more = `${kind === 'auto' ? '' : `, kind: ${kind}`}${done ? ', done: true' : ''}`;
        lines.push(`      - { title: ${JSON.stringify(words)}${more} }`);
      }
    }
    if (unit.declared_wave !== null) lines.push(`    wave: ${unit.declared_wave}`);
    if (unit.agent !== null) lines.push(`    agent: ${JSON.stringify(unit.agent)}`);
    if (unit.done) lines.push('    done: true');
    lines.push(`    prompt: ${JSON.stringify(unit.prompt)}`);
  }
  return lines.join('\n');
}
