import { expect, it } from 'vitest';
import type { SessionView } from '../contract/session.ts';
import { painter } from './paint.ts';
import { sessionRows } from './session-rows.ts';
import { columnsOf } from './text/columns.ts';

const at = '2026-11-28T10:00:00.000Z';

function session(name: string, reason: string | null): SessionView {
  return {
    id: '0123456789',
    name,
    task: name,
    agent: 'scripted',
    model: null,
    status: reason === null ? 'running' : 'failed',
    reason,
    phase: reason === null ? 'working' : 'ended',
    outcome: null,
    attention: [],
    created_at: at,
    started_at: at,
    ended_at: null,
    last_activity_at: at,
    restored: false,
    removed: false,
    repo: '/repo',
    workspace: null,
    policy: 'moderate',
    run_id: null,
    unit_id: null,
    forked_from: null,
    retrying: null,
    guard: null,
    pid: null,
    agent_session: null,
    epoch: 1,
    stats: {
      turns: 1,
      tool_calls: 0,
      approvals: 0,
      denials: 0,
      input_tokens: 0,
      output_tokens: 0,
      cost_usd: 1.5,
    },
  };
}

const long = 'ログインのバグを直してテストを追加する'.repeat(5);

it.each([60, 80, 120])('rows end in the same column of %i, whatever the sessions are called', (width) => {
  for (const lively of [false, true]) {
    const sessions = [
      session('fix the login bug', null),
      session('ログインのバグを直す', 'テストが失敗しました'),
      session('👨‍👩‍👧 e\u0301te\u0301', 'a reason'),
      session(long, long),
      session('x'.repeat(300), 'y'.repeat(300)),
    ];
    const rows = sessionRows(sessions, painter(lively), Date.parse(at), width);
    expect(new Set(rows.map(columnsOf)).size).toBe(1);
    for (const row of rows) expect(columnsOf(row)).toBeLessThanOrEqual(width);
  }
});

it('reasons begin in the same column', () => {
  const names = ['plain', 'ログイン', 'e\u0301te\u0301'];
  const rows = sessionRows(
    names.map((name) => session(name, 'reason')),
    painter(false),
    Date.parse(at),
    80,
  );
  const starts = rows.map((row) => columnsOf(row.slice(0, row.indexOf('reason'))));
  expect(new Set(starts).size).toBe(1);
});
