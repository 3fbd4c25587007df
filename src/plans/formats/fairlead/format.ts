import { hasKey } from '../../text/yaml-text.ts';
import { readFairlead } from './read.ts';
import { writeBackField } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const fairlead: PlanFormat = {
  name: 'fairlead',
  detect: {
    place: null,
    signs: [
      { in: 'yaml', by: 'fields', find: (source) => (hasKey(source, 'units') ? 'it has units' : undefined) },
    ],
    companions: null,
    refuse: null,
  },
  read: readFairlead,
  wanted: {
    inDirectory: [{ rank: 220, path: /(?:^|\/)plan\.ya?ml$/ }],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: [],
  writeBack: writeBackField,
};
