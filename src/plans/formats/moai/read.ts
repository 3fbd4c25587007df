import { keepStart } from '../../../base/cut-text.ts';
import { planProblem, unitDraft, withReading } from '../../draft.ts';
import type { Draft, UnitDraft } from '../../draft.ts';
import { plainText } from '../../markdown/inline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { filesOf, proofOf } from '../../markdown/unit-words.ts';
import { baseName, byName, folderOf } from '../../path-parts.ts';
import { namesOf, textOf } from '../../text/fields.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { readingProblems } from '../../documents/about-markdown.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { PlanInput } from '../../plan-input.ts';
import { settleOutside } from '../../task-files/settle-outside.ts';
import type { Outside } from '../../task-files/settle-outside.ts';
import { readSuperpowers } from '../superpowers/read.ts';
import { isDoneStatus } from '../../task-files/done-status.ts';
import { taskSections } from '../../tasks/task-sections.ts';

/**
 * MoAI: `.moai/specs/SPEC-X/{spec,plan,acceptance}.md`. A unit is a SPEC. If only one SPEC is given and its plan has
 * headings `Task N`, the tasks are the units.
 */
export function readMoai(input: PlanInput): Draft {
  const specs = specsOf(input);
  const [only] = specs;
  const plan =
    specs.length === 1
      ? only?.files.find((file) => baseName(file.source.path) === 'plan.md' || only.files.length === 1)
      : undefined;
  if (only && plan && taskSections(plan).length > 1) {
    const draft = readSuperpowers({ ...input, sources: [plan.source] });
    return {
      ...draft,
      context: [...draft.context, ...pathsOf(only).filter((path) => path !== plan.source.path)],
    };
  }
  const problems = specs.flatMap(({ files }) => files.flatMap(readingProblems));
  const live = specs.filter(({ files }) => !isOver(files));
  const dropped = specs.filter((spec) => !live.includes(spec)).map(({ id }) => id);
  if (dropped.length > 0)
    problems.push(planProblem('note', 'skipped_specs', `superseded or given up: ${dropped.join(', ')}`));
  const units = live.map(unitOf);
  const title = units.length === 1 ? (units[0]?.title ?? '') : 'MoAI SPECs';
  const draft: Draft = { title, goal: null, context: [], units, problems };
  // Superseded SPECs block nothing.
  settleOutside(draft, (need) => (dropped.includes(need) ? 'done' : outsideOf(input, need)));
  return draft;
}

interface Spec {
  id: string;
  files: MarkdownFile[];
}

function specsOf(input: PlanInput): Spec[] {
  const specs = new Map<string, Spec>();
  for (const source of input.sources.toSorted((a, b) => byName(a.path, b.path))) {
    if (!/\.md$/i.test(source.path)) continue;
    const file = input.markdown(source);
    const folder = baseName(folderOf(source.path));
    const id = folder.startsWith('SPEC-')
      ? folder
      : textOf(file.front?.fields['id']) || folder || baseName(source.path);
    const spec = specs.get(id) ?? { id, files: [] };
    spec.files.push(file);
    specs.set(id, spec);
  }
  return [...specs.values()];
}

function isOver(files: readonly MarkdownFile[]): boolean {
  const spec = files.find((file) => baseName(file.source.path) === 'spec.md') ?? files[0];
  return isGivenUp(textOf(spec?.front?.fields['status']));
}

function unitOf({ id, files }: Spec): UnitDraft {
  const named = (name: string) => files.find((file) => baseName(file.source.path) === name);
  const plan = named('plan.md');
  const main = named('spec.md') ?? plan ?? files[0];
  if (!main) throw new Error(`${id} has no file`);
  const fields = main.front?.fields ?? {};
  const heading = plainText(main.sections[0]?.heading.text ?? '').replace(/^SPEC-[\w-]+\s*[:—–-]*\s*/, '');
  const steps = (plan?.sections ?? []).flatMap(({ heading: { text } }) =>
    /^(?:M\d+|Milestone\s+M?\d+|Task\s+\d+|Phase\s+\d+)\b/i.test(plainText(text))
      ? [{ title: keepStart(plainText(text), 200), kind: 'auto' as const, done: false }]
      : [],
  );
  const acceptance = (named('acceptance.md')?.sections ?? []).flatMap(({ heading: { text, level } }) =>
    level > 1 && /\bAC-|Scenario|^Given|Criteri|Test/i.test(text) ? [plainText(text)] : [],
  );
  const proof = plan ? proofOf(plan.blocks) : { gate: [], acceptance: [] };
  const range = rangeOfLines(main.source, 0, main.source.lines.length);
  const beside = files.filter((file) => file !== main).map((file) => file.source.path);
  return unitDraft(main.source, range, id, textOf(fields['title']) || heading || id, {
    names: [textOf(fields['id'])],
    needs: namesOf(fields['depends_on'] ?? fields['dependencies']),
    files: plan ? filesOf(plan.blocks) : [],
    steps,
    gate: proof.gate,
    acceptance: [...acceptance, ...proof.acceptance],
    prompt: withReading(main.source, range, beside),
    done: isDoneStatus(textOf(fields['status'])),
  });
}

function pathsOf(spec: Spec): string[] {
  return spec.files.map((file) => file.source.path);
}

function outsideOf({ listing }: PlanInput, id: string): Outside | undefined {
  for (const path of listing) {
    const at = path.indexOf(`/specs/${id}/`);
    if (at >= 0) return { path: path.slice(0, at + `/specs/${id}`.length) };
  }
  return undefined;
}
