import { ok } from '../../../base/result.ts';
import { gone, noPlace } from '../../marking.ts';
import type { Marking, Marks } from '../../marking.ts';
import { folderOf, inFolder } from '../../path-parts.ts';
import { bytePlaces } from '../../text/byte-places.ts';
import { placeInJson } from '../../text/json-text.ts';
import { wholeText } from '../../text/source-text.ts';

/** `status` of the task's `task.json`. */
export function markTask(marking: Marking): Marks {
  const path = inFolder(folderOf(marking.unit.range.path), 'task.json');
  const source = marking.files.find((file) => file.path === path);
  if (!source) return gone(marking);
  const text = wholeText(source);
  const place = placeInJson(text, ['status']);
  if (!place) return noPlace(marking);
  const toByte = bytePlaces(source, text);
  const edit = { start: toByte(place.start), end: toByte(place.end), text: '"completed"' };
  return ok([{ path, create: false, edits: [edit] }]);
}
