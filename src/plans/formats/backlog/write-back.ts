import { ok } from '../../../base/result.ts';
import { readMarkdown } from '../../markdown/read-markdown.ts';
import type { SourceText } from '../../text/source-text.ts';
import { openBoxes } from '../../write-back/boxes.ts';
import { replaceStatus } from '../../write-back/front-matter.ts';
import { sourceOf } from '../../write-back/write-back.ts';
import type { WriteBack, WriteBackInput } from '../../write-back/write-back.ts';
import { finishedStatusOf } from './read.ts';

/** Sets `status` in the front matter, and ticks the acceptance criteria. */
export function writeBackTaskFile(input: WriteBackInput): WriteBack {
  const status = replaceStatus(input, finishedStatusOf(input.files, input.unit.range.path));
  const source = sourceOf(input);
  if (!status.ok || !source) return status;
  const [from, to] = criteriaOf(source);
  const boxes = openBoxes(source, input.unit)
    .map(({ edit }) => edit)
    .filter(({ start }) => from <= start && start < to);
  return ok(status.value.map((file) => ({ ...file, edits: [...file.edits, ...boxes] })));
}

/** @returns the bytes of acceptance criteria: between their marks, else below their heading */
function criteriaOf(source: SourceText): [from: number, to: number] {
  const lineWith = (words: string) => source.lines.find(({ text }) => text.includes(words))?.start;
  const [begin, end] = [lineWith('<!-- AC:BEGIN -->'), lineWith('<!-- AC:END -->')];
  if (begin !== undefined && end !== undefined) return [begin, end];
  const section = readMarkdown(source).sections.find(({ heading }) => /^acceptance\b/i.test(heading.text));
  return [
    source.lines[section?.from ?? 0]?.start ?? 0,
    section ? (source.lines[section.to - 1]?.end ?? 0) : 0,
  ];
}
