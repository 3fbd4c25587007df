import { expect, test } from 'vitest';
import type { RunView } from '../contract/run.ts';
import { reportHtml, reportMarkdown, reportOf } from './report.ts';

const hostile =
  '![x](http://evil.example/?leak) <img src=//evil.example> [a](javascript:1) `</td>` | & \u001b[31m';

const run: RunView = {
  id: 'r1',
  plan: ['/plan.md'],
  title: hostile,
  repo: '/repo',
  pid: null,
  status: 'failed',
  reason: hostile,
  started_at: '2026-01-01T00:00:00.000Z',
  last_heartbeat: '2026-01-01T00:01:00.000Z',
  ended_at: '2026-01-01T00:01:00.000Z',
  branch: 'fairlead/r1',
  cost_usd: 0,
  progress: {
    unchanged: 0,
    completed: 0,
    running: 0,
    failed: 2,
    skipped: 0,
    pending: 0,
    total: 2,
    percent: 0,
    remaining_s: null,
  },
  waves: [['u1', 'u2']],
  units: [
    { ...unit('u1'), started_at: '2026-01-01T00:00:00.000Z', ended_at: '2026-01-01T00:01:00.000Z' },
    unit('u2'),
  ],
};

function unit(id: string): RunView['units'][number] {
  return {
    id,
    title: hostile,
    status: 'failed',
    depends_on: [],
    files: [],
    gate: [],
    wave: 1,
    session_id: null,
    attempts: 1,
    reason: hostile,
    question: null,
    commit: null,
    started_at: null,
    ended_at: null,
  };
}

test('a report in Markdown loads nothing, whatever agents and plans say', () => {
  const text = reportMarkdown(reportOf(run, []));
  // An image, a link and a tag begin with these characters, unless escaped.
  expect(text).not.toMatch(/(?<!\\)!\[|(?<!\\)\]\(|<\w/);
  expect(text).toContain('evil.example');
  expect(text).not.toContain('\u001b');
});

test('a page of a report loads nothing, whatever agents and plans say', () => {
  const text = reportHtml(reportOf(run, []));
  expect(text).not.toMatch(/<(img|a|script|iframe|link)\b/);
  expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
});
