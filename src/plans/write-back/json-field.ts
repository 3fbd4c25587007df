import { ok } from '../../base/result.ts';
import { placeInJson } from '../text/json-text.ts';
import { wholeText } from '../text/source-text.ts';
import { charactersBefore, replaceText } from './text-edit.ts';
import { gone, noPlace, sourceOf } from './write-back.ts';
import type { WriteBack, WriteBackInput } from './write-back.ts';

/** Replaces the value of a field of the unit's JSON object. */
export function replaceJsonField(input: WriteBackInput, key: string, value: string): WriteBack {
  const source = sourceOf(input);
  if (!source) return gone(input);
  const text = wholeText(source);
  const from =
    text.length === source.bytes.length
      ? input.unit.range.start
      : charactersBefore(source, text, input.unit.range.start);
  const object = text.slice(from);
  const place = placeInJson(object, [key]);
  return place
    ? ok([replaceText(source, text, from + place.start, from + place.end, value)])
    : noPlace(input);
}
