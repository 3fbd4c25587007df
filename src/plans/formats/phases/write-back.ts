import { ok } from '../../../base/result.ts';
import { recordOf } from '../../text/fields.ts';
import { elementsInJson, placeInJson, readJson } from '../../text/json-text.ts';
import { wholeText } from '../../text/source-text.ts';
import { tickOwnBoxesOrLine } from '../../write-back/first-line.ts';
import { replaceText } from '../../write-back/text-edit.ts';
import { noPlace } from '../../write-back/write-back.ts';
import type { WriteBack, WriteBackInput } from '../../write-back/write-back.ts';
import { statusKey, statusPath } from './status-file.ts';

/** Phase checklists with a status file keep their boxes unchanged; others have only boxes. */
export function writeBackStatusFile(input: WriteBackInput): WriteBack {
  const { unit, files } = input;
  const path = statusPath(unit.range.path);
  const source = files.find((file) => file.path === path);
  if (!source && !/(?:^|\/)docs\/plans\//.test(unit.range.path)) return tickOwnBoxesOrLine(input);
  if (!source) {
    const text = `${JSON.stringify({ tasks: [{ id: unit.id, status: 'completed' }] }, null, 2)}\n`;
    return ok([{ path, create: true, edits: [{ start: 0, end: 0, text }] }]);
  }
  const text = wholeText(source);
  const read = readJson(text);
  const tasks = recordOf(read.ok ? read.value : null)['tasks'];
  const state = '"completed"';
  if (!Array.isArray(tasks)) {
    const place = placeInJson(text, ['tasks', unit.id, 'status']);
    return place ? ok([replaceText(source, text, place.start, place.end, state)]) : noPlace(input);
  }
  const index = tasks.findIndex((task) => statusKey(task) === unit.id);
  const place = index < 0 ? undefined : placeInJson(text, ['tasks', index, 'status']);
  if (place) return ok([replaceText(source, text, place.start, place.end, state)]);
  const last = elementsInJson(text, ['tasks']).at(-1);
  if (index >= 0 || !last) return noPlace(input);
  const added = `,\n  { "id": ${JSON.stringify(unit.id)}, "status": ${state} }`;
  return ok([replaceText(source, text, last.end, last.end, added)]);
}
