import { randomBytes, randomUUID } from 'node:crypto';
import type { NewIds } from '../core/session/decision-context.ts';

/** No vowels, so that ids do not form words, and no letters that look like others. */
const letters = '0123456789bcdfghjkmnpqrstvwxyz';

/** Ten characters of thirty: among a million ids, the probability of two equal ones is below one in a thousand. */
const idLength = 10;

export function newIds(): NewIds {
  return { id: randomId(), prompt: randomUUID(), conversation: randomUUID() };
}

function randomId(): string {
  let id = '';
  while (id.length < idLength)
    // 240 is the largest multiple of thirty in a byte. Larger values would make some letters more likely.
    for (const byte of randomBytes(idLength))
      if (byte < 240 && id.length < idLength) id += letters[byte % 30];
  return id;
}
