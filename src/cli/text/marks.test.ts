import { expect, it } from 'vitest';
import { columnsOf } from './columns.ts';
import { markOf } from './marks.ts';

it('what has failed has one sign, and nothing else has it', () => {
  const { sign } = markOf('failed');
  expect(sign).toBe('✗');
  for (const status of ['stopped', 'crashed'] as const) expect(markOf(status).sign).toBe(sign);
  const others = ['completed', 'ok', 'running', 'warning', 'absent', 'skipped', 'needs_person'] as const;
  for (const status of others) {
    expect(markOf(status).sign).not.toBe(sign);
    expect(columnsOf(markOf(status).sign)).toBe(1);
  }
});
