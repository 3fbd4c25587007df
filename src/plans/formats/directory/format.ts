import { baseName, byName, folderOf, inFolder } from '../../path-parts.ts';
import { hasTaskFields, isNamedTask } from './detect.ts';
import { readDirectory } from './read.ts';
import { writeBackStatus } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const directory: PlanFormat = {
  name: 'directory',
  detect: {
    place: null,
    signs: [
      { in: 'markdown', by: 'fields', find: hasTaskFields },
      { in: 'markdown', by: 'name', find: isNamedTask },
    ],
    companions: null,
    refuse: null,
  },
  read: readDirectory,
  wanted: {
    inDirectory: [
      { rank: 160, path: /(?:^|\/)\.tickets\/[^/]+\.md$/ },
      { rank: 170, path: /(?:^|\/)todos\/\d{3}-[^/]+\.md$/ },
      { rank: 180, path: /(?:^|\/)tasks?[-_]\d[^/]*\.md$/i },
    ],
    instead: null,
    beside: (path) => (isNumbered(path) ? [inFolder(folderOf(path), 'plan.md')] : []),
    parts: (path, listing) =>
      baseName(path) === 'plan.md'
        ? listing.filter((other) => folderOf(other) === folderOf(path) && isNumbered(other)).toSorted(byName)
        : [],
  },
  directories: ['.tickets', '.claude'],
  writeBack: writeBackStatus,
};

function isNumbered(path: string): boolean {
  return /^tasks?[-_]\d.*\.md$/i.test(baseName(path));
}
