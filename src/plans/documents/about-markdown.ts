import { keepStart } from '../../base/cut-text.ts';
import type { PlanProblem } from '../../contract/plan.ts';
import { planProblem } from '../draft.ts';
import { plainText } from '../markdown/inline.ts';
import { maximumDepth } from '../markdown/parse-blocks.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { textOfBlocks, valuesOf } from '../markdown/unit-words.ts';
import { allBlocks, allItems } from '../markdown/outline.ts';
import { baseName } from '../path-parts.ts';
import { pathsOfText } from '../text/paths.ts';
import { textOf } from '../text/fields.ts';

/** Returns title and goal of a document, from the part before its first unit (at line `until`). */
export function aboutMarkdown(
  file: MarkdownFile,
  until = Infinity,
): { title: string; goal: string | null; context: string[] } {
  const before = file.blocks.filter((block) => block.from < until);
  const heading =
    file.sections.find((section) => section.heading.level === 1 && section.from < until) ?? file.sections[0];
  const title =
    plainText(heading?.heading.text ?? '')
      .replace(
        /^(?:Implementation Plan|Plan|Tasks|实现计划|实施计划|实施方案|任务清单|任务|実装計画|タスク|구현 계획)\s*[:：—–-]\s*/iu,
        '',
      )
      .replace(/[\s—–-]+Implementation Plan$/i, '')
      // A chapter name of a template is not a title.
      .replace(/^(?:introduction|overview|goal(?: description)?|summary)$/i, '') ||
    ['title', 'name', 'goal'].map((key) => textOf(file.front?.fields[key])).find(Boolean) ||
    baseName(file.source.path).replace(/\.md$/i, '');
  const [goal] = valuesOf(before, /^(?:goal|objective|ziel|目标|目的|objetivo|цель)$/i);
  const purpose = file.sections.find(
    (section) =>
      section.from < until && /^(?:goal|objective|purpose)s?$/i.test(plainText(section.heading.text)),
  );
  const words = goal ?? (purpose ? textOfBlocks(purpose.intro) : '');
  const specs = valuesOf(
    before,
    /^(?:spec|specification|design|design doc(?:ument)?|prd|reference|context|input)s?$/i,
  );
  return { title: keepStart(title, 200), goal: words.trim() || null, context: specs.flatMap(pathsOfText) };
}

/**
 * @returns the document itself if chapters before the first unit apply to all units: constraints, interfaces, a map
 *   of the files
 */
export function wordsForAll(file: MarkdownFile, until = 0): string[] {
  const some = file.sections.some(({ heading, to }) => heading.level > 1 && to <= until);
  return some ? [file.source.path] : [];
}

/** @returns the parts of the file that could not be read as written */
export function readingProblems(file: MarkdownFile): PlanProblem[] {
  const { path } = file.source;
  const problems: PlanProblem[] = [];
  for (const fault of file.front?.faults.slice(0, 1) ?? [])
    problems.push(
      planProblem(
        'note',
        'invalid_yaml',
        `front matter is not valid YAML (${fault}); read as far as it goes`,
        { path, line: 1 },
      ),
    );
  if (file.front && !file.front.closed)
    problems.push(
      planProblem('warning', 'unclosed_front_matter', 'nothing closes the front matter: add a line ---', {
        path,
        line: 0,
      }),
    );
  const [deep] = file.tooDeep;
  if (deep !== undefined)
    problems.push(
      planProblem(
        'warning',
        'nested_too_deep',
        `nested deeper than ${maximumDepth} levels: deeper blocks were read as plain text`,
        { path, line: deep },
      ),
    );
  const struck = allItems(file.blocks).filter(({ item }) => item.box?.struck);
  if (struck.length > 0)
    problems.push(
      planProblem(
        'note',
        'struck_through',
        `${struck.length} ${struck.length === 1 ? 'box is' : 'boxes are'} struck through or given up: nothing is done for that`,
        { path, line: struck[0]?.item.from ?? 0 },
      ),
    );
  for (const block of allBlocks(file.blocks))
    if (block.kind === 'code' && !block.closed)
      problems.push(
        planProblem(
          'warning',
          'unclosed_fence',
          'this code block is not closed: the text after it was not read',
          { path, line: block.from },
        ),
      );
  return problems;
}
