/** Truncates long texts in rows and events for lists and live messages. A request for a single one returns all of it. */
import { keepStart } from '../base/cut-text.ts';
import type { Event } from './event.ts';
import type { SessionView } from './session.ts';

/** Characters of a text that a row or a live event keeps: what a screen shows of it without being asked. */
export const shownText = 2_000;

/** Characters of an event as JSON from which on its texts are cut. */
const longEvent = 16_000;

export function cutRow<View extends Partial<SessionView>>(view: View): View {
  const { task } = view;
  return task === undefined || task.length <= shownText
    ? view
    : { ...view, task: keepStart(task, shownText), task_cut: true };
}

/** The event with its long texts cut, and marked so; one without any is the same object. */
export function cutEvent(event: Event): Event {
  // A person approves what is shown, so a question is never cut.
  if (event.kind === 'approval.asked' || JSON.stringify(event.data).length <= longEvent) return event;
  // Strings become shorter strings: the form of the data stays.
  return { ...event, data: cutTexts(event.data), cut: true } as Event;
}

function cutTexts(value: unknown): unknown {
  if (typeof value === 'string') return keepStart(value, shownText);
  if (Array.isArray(value)) return value.map(cutTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cutTexts(part)]));
}
