import { tickOwnBoxesOrLine } from '../../write-back/first-line.ts';
import { isListOfWork } from '../../checklists/list-of-work.ts';
import { readChecklist } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const checklist: PlanFormat = {
  name: 'checklist',
  detect: {
    place: null,
    signs: [{ in: 'markdown', by: 'boxes', find: isListOfWork }],
    companions: null,
    refuse: null,
  },
  read: readChecklist,
  wanted: {
    inDirectory: [
      { rank: 200, path: /(?:^|\/)tasks\.md$/i },
      { rank: 230, path: /(?:^|\/)plan\.md$/i },
    ],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: ['.claude', 'docs'],
  writeBack: tickOwnBoxesOrLine,
};
