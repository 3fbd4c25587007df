import { ok } from '../../base/result.ts';
import { readMarkdown } from '../markdown/read-markdown.ts';
import { wholeText } from '../text/source-text.ts';
import { placeOfScalar } from '../text/yaml-text.ts';
import { charactersBefore, replaceText } from './text-edit.ts';
import { gone, noPlace, sourceOf } from './write-back.ts';
import type { WriteBack, WriteBackInput } from './write-back.ts';

/** Replaces `status` in the front matter. */
export function replaceStatus(input: WriteBackInput, value: string): WriteBack {
  const source = sourceOf(input);
  if (!source) return gone(input);
  const { front } = readMarkdown(source);
  const first = source.lines[front?.from ?? 0];
  const last = source.lines[(front?.to ?? 1) - 1];
  if (!front || !first || !last) return noPlace(input);
  const whole = wholeText(source);
  const offset = charactersBefore(source, whole, first.start);
  const text = whole.slice(offset, charactersBefore(source, whole, last.end));
  const place = placeOfScalar(text, ['status']);
  if (!place) return noPlace(input);
  return ok([replaceText(source, whole, offset + place.start, offset + place.end, value)]);
}
