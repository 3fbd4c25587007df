import { rangeOfIds } from '../markdown/id-range.ts';

/**
 * @param known ids that look like a range, `1-2`
 * @returns ids in `Task 1, Tasks 3-5 and T7` or in a bare list `1.1, 1.2`; none of another epic, `EP-4 Story 1`
 */
export function idsIn(text: string, known?: ReadonlySet<string>): string[] {
  const ids: string[] = [];
  const bare = /^[\s#\p{L}\d.,&+–-]*$/u.test(text) && /^\s*(?:and |#|T)?\d/.test(text);
  const lists = bare
    ? [text]
    : [
        ...text.matchAll(
          /(?<!\b(?:EP|Epic)[\s-]?\d+\s)\b(?:Task Groups?|Tasks?|任务|任務|タスク|작업|Stor(?:y|ies)|Units?|Items?|Groups?)[\s-]*((?:#?[A-Z]?\d+(?:\.\d+)*[a-z]?(?:\s*(?:,|and|&|\+|-|–|\.\.|to)\s*(?:(?:Tasks?|Stor(?:y|ies))[\s-]+)?)?){1,100})/gi,
        ),
      ].map(([, list = '']) => list);
  for (const list of lists)
    for (const [part] of list.matchAll(
      /[A-Z]?\d+(?:\.\d+)*[a-z]?(?:\s*(?:-|–|\.\.|to)\s*[A-Z]?\d+(?:\.\d+)*)?/gi,
    ))
      ids.push(...(known?.has(part) ? [part] : rangeOfIds(part)));
  return ids;
}
