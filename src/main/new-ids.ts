import { randomBytes, randomUUID } from 'node:crypto';
import type { NewIds } from '../core/session/decision-context.ts';

/** No vowels, so that no word comes about, and nothing that looks like something else. */
const letters = '0123456789bcdfghjkmnpqrstvwxyz';

/** Ten letters of thirty: with a million ids the chance that any two are alike is below one in a thousand. */
const idLength = 10;

export function newIds(): NewIds {
  return { id: randomId(), prompt: randomUUID(), conversation: randomUUID() };
}

function randomId(): string {
  let id = '';
  while (id.length < idLength)
    // 240 is the largest multiple of thirty in a byte: what is above would make some letters more likely.
    for (const byte of randomBytes(idLength))
      if (byte < 240 && id.length < idLength) id += letters[byte % 30];
  return id;
}
