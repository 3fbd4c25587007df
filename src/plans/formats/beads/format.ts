import { err } from '../../../base/result.ts';
import { problem } from '../../../base/problem.ts';
import { wholeText } from '../../text/source-text.ts';
import { readBeads } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const beads: PlanFormat = {
  name: 'beads',
  detect: {
    place: /\/\.beads\/[^/]+\.jsonl$/,
    signs: [
      {
        in: 'json_lines',
        by: 'fields',
        find: ({ lines: [first] }) =>
          /"(?:issue_type|depends_on_id)"|"id"\s*:/.test(first?.text ?? '')
            ? 'one issue on each line'
            : undefined,
      },
      {
        in: 'json',
        by: 'fields',
        find(source) {
          const text = wholeText(source);
          return /^\s*\[/.test(text) && /"issue_type"\s*:/.test(text) ? 'a list of issues' : undefined;
        },
      },
    ],
    companions: null,
    refuse: null,
  },
  read: readBeads,
  wanted: {
    inDirectory: [
      { rank: 130, path: /(?:^|\/)\.beads\/issues\.jsonl$/ },
      { rank: 190, path: /(?:^|\/)issues\.jsonl$/ },
    ],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: ['.beads'],
  writeBack: ({ unit: { id } }) =>
    err(problem('unsupported', `${id} is closed by beads itself`, `Run: bd close ${id}`)),
};
