import { keepStart } from '../../../base/cut-text.ts';

/** One difference, for a reader. */
export interface Difference {
  /** `config filter.x.smudge`, `hook post-checkout`, `HEAD`. */
  readonly what: string;
  /** The change, in one line. */
  readonly detail: string;
}

/** A fingerprint: each item by its name, with a value that changes when the item does. */
export type Facts = Readonly<Record<string, string>>;

/** @returns one item for every addition, removal or change, ordered by name */
export function compareFacts(before: Facts, after: Facts): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names.flatMap((what) => {
    const [was, is] = [before[what], after[what]];
    if (was === is) return [];
    if (was === undefined) return [{ what, detail: `added: ${shown(is)}` }];
    if (is === undefined) return [{ what, detail: `removed; it was ${shown(was)}` }];
    return [{ what, detail: `changed from ${shown(was)} to ${shown(is)}` }];
  });
}

/** The value may be untrusted text. */
function shown(value = ''): string {
  const text = value.replaceAll(/[\p{Cc}\p{Cf}]/gu, '?');
  return text.length > 200 ? `${keepStart(text, 200)}…` : text;
}
