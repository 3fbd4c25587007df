import { expect, it } from 'vitest';
import { cutEvent, cutRow, shownText } from './cut.ts';
import type { Event } from './event.ts';
import type { SessionView } from './session.ts';

const event = (data: object, kind = 'prompt.queued') =>
  ({ seq: 1, at: '2026-01-01T00:00:00Z', kind, session_id: 's1', run_id: null, data }) as unknown as Event;

it('a row keeps a short task, and says so where a long one was cut', () => {
  const short = { id: 's1', task: 'x'.repeat(shownText) } as SessionView;
  expect(cutRow(short)).toBe(short);
  expect(cutRow({ ...short, task: `${short.task}y` })).toEqual({ ...short, task_cut: true });
  expect(cutRow({ name: 'x' })).toEqual({ name: 'x' });
});

it('a task is not cut inside a character', () => {
  const cut = cutRow({ task: `${'x'.repeat(shownText - 1)}😀😀` });
  expect(cut.task).toBe('x'.repeat(shownText - 1));
});

it('an event keeps its form: its long texts are cut wherever they stand', () => {
  const long = 'y'.repeat(20_000);
  const cut = cutEvent(event({ text: long, list: [{ a: long, n: 1, none: null }], ok: true }));
  const kept = 'y'.repeat(shownText);
  expect(cut).toMatchObject({
    cut: true,
    data: { text: kept, list: [{ a: kept, n: 1, none: null }], ok: true },
  });
  const small = event({ text: 'y'.repeat(3_000) });
  expect(cutEvent(small)).toBe(small);
});

it('a question to a person is never cut', () => {
  const asked = event({ approval: { shown: 'z'.repeat(50_000) } }, 'approval.asked');
  expect(cutEvent(asked)).toBe(asked);
});
