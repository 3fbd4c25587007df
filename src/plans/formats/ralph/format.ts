import { hasUserStories, hasWhatMustPass } from './detect.ts';
import { readRalph } from './read.ts';
import { writeBackStory } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const ralph: PlanFormat = {
  name: 'ralph',
  detect: {
    place: null,
    signs: [
      { in: 'json', by: 'fields', find: hasUserStories },
      { in: 'json', by: 'shape', find: hasWhatMustPass },
    ],
    companions: null,
    refuse: null,
  },
  read: readRalph,
  wanted: {
    inDirectory: [{ rank: 190, path: /(?:^|\/)prd\.json$/ }],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: [],
  writeBack: writeBackStory,
};
