import { planProblem } from '../draft.ts';
import type { Draft } from '../draft.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { isDoneWord, statusOf } from '../markdown/unit-words.ts';
import { baseName, folderOf } from '../path-parts.ts';
import { textOf } from '../text/fields.ts';
import { aboutMarkdown, readingProblems } from './about-markdown.ts';
import { isGivenUp } from '../tasks/given-up.ts';
import type { PlanInput, ReadDraft } from '../plan-input.ts';

/** The content of one document; `from` is the line of its first unit. */
export interface DocumentDraft extends Pick<Draft, 'units' | 'problems'> {
  from: number | undefined;
  title?: string;
  context?: string[];
}

/**
 * Reads formats in which each document is a plan. Several documents are one plan of parallel parts: the document's
 * name is the prefix of their ids, and dependencies refer to units of the same part.
 */
export function byDocument(readDocument: (file: MarkdownFile, input: PlanInput) => DocumentDraft): ReadDraft {
  return (input) => {
    const parts = input.sources
      .filter(({ path }) => !/\.(?:json|jsonl|ya?ml)$/i.test(path))
      .map((source) => ({ file: input.markdown(source), ...readDocument(input.markdown(source), input) }))
      .map((part) => ({ ...part, ...endedBy(part.file, part) }))
      .filter(({ units }) => units.length > 0);
    const draft: Draft = { title: '', goal: null, context: [], units: [], problems: [] };
    for (const { file, from, title, context, units, problems } of parts) {
      const about = aboutMarkdown(file, from);
      draft.title ||= title ?? about.title;
      draft.goal ??= about.goal;
      draft.context.push(...about.context, ...(context ?? []));
      const lead = parts.length > 1 ? `${nameOf(file.source.path)}/` : '';
      for (const unit of units) {
        unit.names = [unit.id, ...unit.names].map((name) => lead + name);
        unit.needs = unit.needs.map((need) => lead + need);
        unit.mentions = unit.mentions.map((mention) => lead + mention);
        unit.id = lead + unit.id;
      }
      draft.units = draft.units.concat(units);
      draft.problems.push(
        ...readingProblems(file),
        ...problems.map((found) => ({ ...found, unit: found.unit === null ? null : lead + found.unit })),
      );
    }
    return draft;
  };
}

/** A document that is marked as done or dropped has no work. */
function endedBy(file: MarkdownFile, { units, problems }: DocumentDraft): Partial<DocumentDraft> {
  const second = file.blocks.findIndex((block) => block.kind === 'heading' && block.level > 1);
  // Without chapters, the text before the first list applies to all units.
  const end = second < 0 ? file.blocks.findIndex(({ kind }) => kind === 'list') : second;
  const own = file.blocks.slice(0, Math.max(0, end));
  const status = textOf(file.front?.fields['status']) || statusOf(own);
  if (!(isDoneWord(status) || isGivenUp(status)) || units.every(({ done }) => done)) return {};
  for (const unit of units) unit.done = true;
  const message = `it says of itself "${status}": nothing of it is to be done`;
  return {
    problems: [...problems, planProblem('note', 'plan_is_over', message, { path: file.source.path })],
  };
}

/** Returns the file's name, or that of its folder if all files have the same name. */
function nameOf(path: string): string {
  const name = baseName(path).replace(/\.\w+$/, '');
  return /^(?:tasks|plan|todo)$/i.test(name) ? baseName(folderOf(path)) || name : name;
}
