import { folderOf, inFolder } from '../../path-parts.ts';
import { textOf } from '../../text/fields.ts';
import { tickBoxes } from '../../write-back/boxes.ts';
import { replaceStatus } from '../../write-back/front-matter.ts';
import { readMoai } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const moai: PlanFormat = {
  name: 'moai',
  detect: {
    place: /\/\.moai\/specs\/[^/]+\/(?:spec|plan|tasks)\.md$/,
    signs: [
      {
        in: 'markdown',
        by: 'fields',
        find: ({ front }) =>
          textOf(front?.fields['id']).startsWith('SPEC-') ? 'front matter with a SPEC id' : undefined,
      },
    ],
    companions: /\/\.moai\/specs\/[^/]+\/acceptance\.md$/,
    refuse: null,
  },
  read: readMoai,
  wanted: {
    inDirectory: [
      { rank: 100, path: /(?:^|\/)\.moai\/specs\/[^/]+\/spec\.md$|(?:^|\/)SPEC-[^/]+\/(?:spec|plan)\.md$/ },
    ],
    instead: null,
    beside: (path) =>
      /(?:^|\/)\.moai\/specs\/|(?:^|\/)SPEC-[^/]+\//.test(path)
        ? ['spec.md', 'plan.md', 'acceptance.md'].map((name) => inFolder(folderOf(path), name))
        : [],
    parts: null,
  },
  directories: ['.moai'],
  writeBack: (input) =>
    input.unit.steps.length > 0 && !/(?:^|\/)(?:spec|plan)\.md$/.test(input.unit.range.path)
      ? tickBoxes(input)
      : replaceStatus(input, 'completed'),
};
