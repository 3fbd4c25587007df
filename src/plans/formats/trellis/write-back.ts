import { ok } from '../../../base/result.ts';
import { gone, noPlace } from '../../write-back/write-back.ts';
import type { WriteBackInput, WriteBack } from '../../write-back/write-back.ts';
import { folderOf, inFolder } from '../../path-parts.ts';
import { bytePlaces } from '../../text/byte-places.ts';
import { placeInJson } from '../../text/json-text.ts';
import { wholeText } from '../../text/source-text.ts';

/** Sets `status` in the task's `task.json`. */
export function writeBackTask(input: WriteBackInput): WriteBack {
  const path = inFolder(folderOf(input.unit.range.path), 'task.json');
  const source = input.files.find((file) => file.path === path);
  if (!source) return gone(input);
  const text = wholeText(source);
  const place = placeInJson(text, ['status']);
  if (!place) return noPlace(input);
  const toByte = bytePlaces(source, text);
  const edit = { start: toByte(place.start), end: toByte(place.end), text: '"completed"' };
  return ok([{ path, create: false, edits: [edit] }]);
}
