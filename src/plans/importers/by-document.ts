import type { PlanFormat } from '../../contract/plan.ts';
import { planProblem } from '../draft.ts';
import type { Draft } from '../draft.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { isDoneWord, statusOf } from '../markdown/unit-words.ts';
import { baseName, folderOf } from '../path-parts.ts';
import { textOf } from '../text/fields.ts';
import { aboutMarkdown, readingProblems } from './about-markdown.ts';
import { isGivenUp } from './given-up.ts';
import type { Importer, PlanInput } from './importer.ts';

/** What one document holds; `from` is the line of its first unit. */
export interface DocumentDraft extends Pick<Draft, 'units' | 'problems'> {
  from: number | undefined;
  title?: string;
  context?: string[];
}

/**
 * Formats in which a document is a plan by itself. Several of them are one plan of several parts side by side: ids are
 * then led by the document's name, and each part's words mean its own units.
 */
export function byDocument(
  format: PlanFormat,
  readDocument: (file: MarkdownFile, input: PlanInput) => DocumentDraft,
): Importer {
  return {
    format,
    read(input) {
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
    },
  };
}

/** A document that says of itself that it is done, or given up, has nothing to be done. */
function endedBy(file: MarkdownFile, { units, problems }: DocumentDraft): Partial<DocumentDraft> {
  const second = file.blocks.findIndex((block) => block.kind === 'heading' && block.level > 1);
  // Without chapters what stands before the first list speaks of all.
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

/** The file's name, or that of its folder where all are called alike. */
function nameOf(path: string): string {
  const name = baseName(path).replace(/\.\w+$/, '');
  return /^(?:tasks|plan|todo)$/i.test(name) ? baseName(folderOf(path)) || name : name;
}
