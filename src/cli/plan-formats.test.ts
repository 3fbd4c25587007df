import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planFormatTable, planFormats } from '../contract/plan-formats.ts';
import { planFormatsMarkdown, planFormatsText } from './plan-formats-text.ts';

describe('the table of plan formats', () => {
  it('has a row for each format', () =>
    expect(planFormatTable.map(({ format }) => format).toSorted()).toEqual([...planFormats].toSorted()));

  it('is the table of docs/guides/plans.md', () => {
    const guide = readFileSync(new URL('../../docs/guides/plans.md', import.meta.url), 'utf8');
    expect(guide).toContain(planFormatsMarkdown(planFormatTable));
  });

  it('is printed without Markdown, and names the paths of each format', () => {
    const text = planFormatsText(planFormatTable, (words) => words);
    expect(text).not.toMatch(/`|\]\(/);
    for (const name of [
      '.tickets/',
      'todos/NNN-',
      '.claude/epics',
      '.claude/plans',
      'task_plan.md',
      '.trellis/',
    ])
      expect(text).toContain(name);
  });
});
