import type { Waiting } from '../contract/session.ts';

/** Why a session waits, in one line, with the time on the reader's clock: the hour today, the day as well later on. */
export function waitingText({ text, until }: Waiting): string {
  if (until === null) return text;
  const time = new Date(until);
  const hour = time.toTimeString().slice(0, 5);
  const today = time.toDateString() === new Date().toDateString();
  return `${text}: until ${today ? '' : `${time.toLocaleDateString('sv')} `}${hour}`;
}
