import { titleOf } from '../../documents/title-of.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { hasKey } from '../../text/yaml-text.ts';
import { readBmad } from './read.ts';
import { idOfStory, isBreakdown, storiesFor } from './story-documents.ts';
import { writeBackStoryFiles } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const bmad: PlanFormat = {
  name: 'bmad',
  detect: {
    place: /\/sprint-status\.ya?ml$/,
    signs: [
      {
        in: 'yaml',
        by: 'fields',
        find: (source) => (hasKey(source, 'development_status') ? 'it has development_status' : undefined),
      },
      { in: 'markdown', by: 'name', find: isStory },
      {
        in: 'markdown',
        by: 'shape',
        find: (file) => (isBreakdown(file) ? 'headings like "Story 1.1"' : undefined),
      },
    ],
    companions: null,
    refuse: null,
  },
  read: readBmad,
  wanted: {
    inDirectory: [{ rank: 150, path: /(?:^|\/)sprint-status\.ya?ml$/ }],
    instead: null,
    beside: null,
    parts: (path, listing) => (/(?:^|\/)sprint-status\.ya?ml$/.test(path) ? storiesFor(path, listing) : []),
  },
  directories: [],
  writeBack: writeBackStoryFiles,
};

function isStory(file: MarkdownFile): string | undefined {
  const isNamed = /^(?:User\s+)?Story\b/i.test(titleOf(file)) && !isBreakdown(file);
  return isNamed && idOfStory(file) !== undefined ? 'a story by its name and heading' : undefined;
}
