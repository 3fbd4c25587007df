/** Names made from a user's text: for people to read (`nameFor`), and safe in a ref and a path (`slugFor`). */

import { keepStart } from '../../base/cut-text.ts';

/** Maximum characters of a name made from a task. */
const maximumName = 60;

/** @returns the task's first line without invisible characters, cut at a word */
export function nameFor(task: string): string {
  const line = visible(task.split('\n').find((entry) => visible(entry) !== '') ?? '');
  if (line.length <= maximumName) return line || 'unnamed';
  const cut = keepStart(line, maximumName);
  const word = cut.lastIndexOf(' ');
  return `${cut.slice(0, word > maximumName / 2 ? word : maximumName).trimEnd()}…`;
}

/** @returns lower-case letters, digits and single dashes, at most 40, never empty */
export function slugFor(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return slug || 'session';
}

/** Returns the branch of a session: its name for people, its id for uniqueness. */
export function branchFor(id: string, name: string): string {
  return `fairlead/${slugFor(name)}-${id}`;
}

/** Control characters, directional marks and other invisible ones can make two names look alike. */
function visible(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
