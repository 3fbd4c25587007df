import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { baseName, folderOf, inFolder } from '../../path-parts.ts';

/** @returns whether a file is a plan by its fields or tasks, and not a summary, context or research beside one */
export function isPlanFile(file: MarkdownFile): boolean {
  const name = baseName(file.source.path);
  if (/(?:SUMMARY|CONTEXT|RESEARCH|VERIFICATION|UAT|ROADMAP|STATE|PROJECT|REQUIREMENTS)\.md$/i.test(name))
    return false;
  const fields = file.front?.fields ?? {};
  if ('phase' in fields && 'plan' in fields)
    return 'wave' in fields || 'type' in fields || 'depends_on' in fields || hasTasks(file);
  return name.endsWith('PLAN.md') && (hasTasks(file) || hasHeadings(file));
}

/** Some plans have tasks as headings; the path still shows that it is the plan of a phase. */
function hasHeadings(file: MarkdownFile): boolean {
  return (
    /(?:^|\/)\.planning\/(?:.*\/)?\d[\w.]*-\d+\w*-PLAN\.md$/.test(file.source.path) &&
    file.sections.length > 1
  );
}

/** @returns whether it has `<task>` blocks */
function hasTasks(file: MarkdownFile): boolean {
  // Some plans have it in a heading.
  return file.source.lines.some((line) => /(?:^|>|^#{1,6})\s*<task[\s>]/.test(line.text));
}

/** @returns why a document is a GSD plan; undefined if it is not */
export function isGsd(file: MarkdownFile): string | undefined {
  if (!isPlanFile(file)) return undefined;
  const fields = file.front?.fields ?? {};
  if ('phase' in fields && 'plan' in fields) return 'front matter with phase and plan';
  return hasTasks(file) ? 'a plan file with <task> blocks' : 'a plan file of a phase';
}

/** @returns the path of `.planning/ROADMAP.md`, whose box is ticked when the plan is done */
export function roadmapFor(path: string): string {
  const at = path.lastIndexOf('.planning/');
  return at < 0 ? inFolder(folderOf(path), 'ROADMAP.md') : `${path.slice(0, at)}.planning/ROADMAP.md`;
}
