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
    if (unit.agent !== null) lines.push(`    agent: ${JSON.stringify(unit.agent)}`);
    if (unit.done) lines.push('    done: true');
    lines.push(`    prompt: ${JSON.stringify(unit.prompt)}`);
  }
  return lines.join('\n');
}
