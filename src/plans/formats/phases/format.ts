import { areNumbered, boxWords } from '../../boxes/box-words.ts';
import { readPhaseHeading } from '../../markdown/phase-heading.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { readPhases } from './read.ts';
import { statusPath } from './status-file.ts';
import { taskHeadings } from './task-headings.ts';
import { writeBackStatusFile } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const phases: PlanFormat = {
  name: 'phases',
  detect: {
    place: null,
    signs: [
      {
        in: 'markdown',
        by: 'shape',
        find: (file) => (taskHeadings(file).length > 1 ? 'headings like 1.1 with dependencies' : undefined),
      },
      { in: 'markdown', by: 'boxes', find: hasNumberedPhases },
    ],
    companions: /\/plan-outputs\/.*\.json$/,
    refuse: null,
  },
  read: readPhases,
  wanted: {
    inDirectory: [],
    instead: null,
    beside: (path) => (/\.md$/i.test(path) ? [statusPath(path)] : []),
    parts: null,
  },
  directories: ['docs'],
  writeBack: writeBackStatusFile,
};

function hasNumberedPhases(file: MarkdownFile): string | undefined {
  const words = boxWords(file);
  if (!areNumbered(words) || !words.some((text) => /^\d+\.\d+/.test(text))) return undefined;
  return file.sections.some(({ heading }) => readPhaseHeading(heading.text)?.number)
    ? 'checkboxes like 1.1 under headings "Phase N"'
    : undefined;
}
