import { readMarkdown } from '../../markdown/read-markdown.ts';
import { replaceStatus } from '../../write-back/front-matter.ts';
import { sourceOf } from '../../write-back/write-back.ts';
import type { WriteBack, WriteBackInput } from '../../write-back/write-back.ts';

/** Sets `status` in the front matter. */
export function writeBackStatus(input: WriteBackInput): WriteBack {
  return replaceStatus(input, doneStatusOf(input));
}

/** Each file tracker has its own word for done. */
function doneStatusOf(input: WriteBackInput): string {
  const source = sourceOf(input);
  const fields = source ? (readMarkdown(source).front?.fields ?? {}) : {};
  if ('issue_id' in fields) return 'complete';
  return 'deps' in fields || /(?:^|\/)\.claude\/epics\//.test(input.unit.range.path) ? 'closed' : 'done';
}
