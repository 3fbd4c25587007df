import { ok } from '../../../base/result.ts';
import { allItems } from '../../markdown/outline.ts';
import { readMarkdown } from '../../markdown/read-markdown.ts';
import { baseName, folderOf } from '../../path-parts.ts';
import type { SourceText } from '../../text/source-text.ts';
import type { WriteBack, WriteBackInput } from '../../write-back/write-back.ts';
import { summariesNamedBy, summariesOf } from './summaries.ts';
import type { FileEdit, TextEdit } from '../../write-back/file-edit.ts';

/** GSD: writes a summary beside the plan, and ticks its box in the roadmap. */
export function writeBackSummary(input: WriteBackInput): WriteBack {
  const { unit, files } = input;
  const plan = files.find((file) => file.path === unit.range.path);
  const folder = folderOf(unit.range.path);
  // The path that the plan names, if it is beside the plan.
  const named = (plan ? summariesNamedBy(plan) : []).filter((summary) => folderOf(summary) === folder);
  const [path = ''] = [...named, ...summariesOf(unit.range.path)];
  const name = baseName(unit.range.path).replace(/(?:-PLAN)?\.md$/i, '');
  const text = `---\nplan: ${name}\nstatus: complete\n---\n\n# ${unit.title}\n\nDone by a fairlead run.\n`;
  const edits: FileEdit[] = [{ path, create: true, edits: [{ start: 0, end: 0, text }] }];
  const roadmap = files.find((file) => baseName(file.path) === 'ROADMAP.md');
  const box = roadmap && boxNaming(roadmap, [name, unit.id]);
  if (roadmap && box) edits.push({ path: roadmap.path, create: false, edits: [box] });
  return ok(edits);
}

function boxNaming(source: SourceText, names: readonly string[]): TextEdit | undefined {
  for (const { item } of allItems(readMarkdown(source).blocks)) {
    const line = item.box && source.lines[item.box.line];
    if (!item.box || !line || item.box.done) continue;
    const words = line.text
      .slice(item.box.column + 2)
      .replaceAll(/[*`[\]]/g, ' ')
      .trim();
    if (!names.some((name) => words.startsWith(name) && !/^[\w.]/.test(words.slice(name.length)))) continue;
    const start = line.start + item.box.column;
    return { start, end: start + item.box.mark.length, text: 'x' };
  }
  return undefined;
}
