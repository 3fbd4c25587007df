import type { Waiting } from '../contract/session.ts';

/** Formats why a session waits, on one line, with the local time: the hour today, the day as well if later. */
export function waitingText({ text, until }: Waiting): string {
  if (until === null) return text;
  const time = new Date(until);
  const hour = time.toTimeString().slice(0, 5);
  const today = time.toDateString() === new Date().toDateString();
  return `${text}: until ${today ? '' : `${time.toLocaleDateString('sv')} `}${hour}`;
}
