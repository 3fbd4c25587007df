import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('a document that breaks epics down', () => {
  it('makes a unit of each story under a heading', () => {
    const plan = planOf({
      'docs/epics.md':
        '# Shop - Epic Breakdown\n\n## Epic 1: Base\n\nAll of it.\n\n### Story 1.1: Rooms\n\nAs an owner, I want rooms.\n\n**File:** `src/rooms.ts`\n\n**Acceptance Criteria:**\n- [x] There are rooms\n\n### Story 1.2 — Doors\n\n**Status:** Done\n\n**Acceptance Criteria:**\n\n1. They open\n\n### Build Gate: Epic 1\n\n## Epic 2: Garden\n\n### Story 2.1: Trees\n\n**Prerequisites:** Story 1.1 (rooms are there)\n\n### Story 2.2: Pond\n\n**Prerequisites:** None (first of its kind)\n\n### Story 2.3: Fish\n\n**Depends on:** Stories 2.1-2.2, EP-7 Story 1\n\n## Summary\n\nDone.\n',
    });
    expect(plan).toMatchObject({ format: 'bmad', title: 'Shop - Epic Breakdown' });
    expect(graphOf(plan)).toEqual(['1.1', '1.2 <- 1.1', '2.1 <- 1.1', '2.2', '2.3 <- 2.1 2.2']);
    expect(unitOf(plan, '1.1')).toMatchObject({ title: 'Rooms', files: ['src/rooms.ts'], done: true });
    expect(unitOf(plan, '1.2')).toMatchObject({ title: 'Doors', done: true });
    expect(unitOf(plan, '2.3').prompt).not.toContain('Summary');
  });

  it('reads stories in bold lines, and continues in order after a whole epic', () => {
    const plan = planOf({
      'docs/epics.md':
        '# Shop\n\n## Epic 1\n\n**Story 1.1: Rooms**\n\nAs an owner,\nI want rooms.\n\n**Prerequisites:** None\n\n---\n\n**Story 1.2: Doors**\n\n**Prerequisites:** Story 1.1\n\n## Epic 2\n\n**Story 2.1: Trees**\n\n**Prerequisites:** Epic 1 is complete\n\n## Notes\n\nNo story.\n',
    });
    expect(plan.format).toBe('bmad');
    expect(graphOf(plan)).toEqual(['1.1', '1.2 <- 1.1', '2.1 <- 1.1 1.2']);
    expect(unitOf(plan, '1.1').prompt.trimEnd().endsWith('None')).toBe(true);
    expect(unitOf(plan, '2.1').prompt).not.toContain('No story');
  });

  it('takes headings of the same level that are parts of a story for its own', () => {
    const plan = planOf({
      'docs/ep-8.md':
        '# EP-8: Hours\n\n## Story 1: Table\n\n## Acceptance Criteria\n\n- [ ] It is there\n\n**Depends On:** EP-4 Story 1\n\n## Story 2: Screen\n\n## Acceptance Criteria\n\n- [ ] It shows\n\n**Depends On:** Story 1, EP-5 (People)\n\n## Rollout\n\nSlowly.\n',
    });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1']);
    expect(unitOf(plan, '2')).toMatchObject({ steps: [{ title: 'It shows' }] });
    expect(unitOf(plan, '2').prompt).not.toContain('Slowly');
  });

  it('finds no stories in a report about stories', () => {
    const text =
      '# Epic 1 Retrospective\n\n### Story 1.1: Rooms\n\nWent well.\n\n### Story 1.2: Doors\n\nWent badly.\n';
    expect(() => planOf({ 'docs/retro.md': text })).toThrow('not a plan');
  });
});

describe('a story', () => {
  const rest =
    '\n\n## Acceptance Criteria\n\n1. It opens\n\n## Tasks / Subtasks\n\n- [x] Task 1\n  - [x] 1.1\n';

  it.each([
    ['Status: done', true],
    ['Status: review', false],
    ['**Status:** Completed', true],
    ['**Epic:** 1 | **Status:** Done | **Points:** 5', true],
    ['## Status: done', true],
    ['## Status\n\nDone', true],
    ['## Status\n\nReady for Review', false],
    ['## Status\n\n## Story', false],
  ])('says how far it is by %j', (status, done) => {
    const plan = planOf({ 'docs/stories/1.1.story.md': `# Story 1.1: Doors\n\n${status}${rest}` });
    expect(plan).toMatchObject({ format: 'bmad', units: [{ id: '1.1', title: 'Doors', done }] });
  });

  it('is known by its title where its name does not say it', () => {
    const plan = planOf({ 'docs/stories/story-16-doors.md': `# Story 16 — Doors\n\n**Epic:** 1${rest}` });
    expect(plan).toMatchObject({ format: 'bmad', units: [{ id: '16', title: 'Doors', steps: [{}] }] });
  });
});
