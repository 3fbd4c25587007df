import { replaceJsonField } from '../../write-back/json-field.ts';
import type { WriteBack, WriteBackInput } from '../../write-back/write-back.ts';

/** Sets `passes`, or `status` in documents that have it instead. */
export function writeBackStory(input: WriteBackInput): WriteBack {
  const passes = replaceJsonField(input, 'passes', 'true');
  return passes.ok ? passes : replaceJsonField(input, 'status', '"done"');
}
