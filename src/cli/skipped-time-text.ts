import { span } from './age.ts';

/** @param seconds negative if the clock was set back */
export function skippedTimeText(seconds: number): string {
  return seconds < 0
    ? `the clock was set back by ${span(-seconds)}: limits count on`
    : `${span(seconds)} went by while the machine slept or its clock was set: limits do not count them`;
}
