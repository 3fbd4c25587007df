import { describe, expect, it } from 'vitest';
import { planOf } from '../../../test/support/plan-files.ts';

const people = (path: string, text: string) =>
  planOf({ [path]: text }).units.flatMap(({ id, kind, steps }) => [
    ...(kind === 'auto' ? [] : [`${id} ${kind}`]),
    ...steps.flatMap((step) => (step.kind === 'auto' ? [] : [`${id}: ${step.kind} ${step.title}`])),
  ]);

describe('manual work', () => {
  it.each([
    [
      '.kiro/specs/x/tasks.md',
      '- [ ] 1. Form\n  - [ ] 1.1 Draw it\n  - [ ] 1.2 Manually test it in the browser\n- [ ] 2. Manual acceptance test\n',
      ['1: verify 1.2 Manually test it in the browser', '2 verify'],
    ],
    [
      '.kiro/specs/x/tasks.md',
      '- [ ] 1. 画面\n- [ ] 1.1 一覧を表示する\n- [ ] 1.2 ブラウザで手動確認する\n',
      ['1: verify 1.2 ブラウザで手動確認する'],
    ],
    [
      'specs/001-x/tasks.md',
      '## Phase 1: Setup\n\n- [ ] T001 Make it\n\n## Phase 2: Polish\n\n- [ ] T002 [P] Manual validation of quickstart.md\n',
      ['phase-2 verify', 'phase-2: verify T002 [P] Manual validation of quickstart.md'],
    ],
    [
      'docs/plans/x.md',
      '# X Implementation Plan\n\n### Task 1: Form\n\n- [ ] **Step 1: Draw it**\n- [ ] **Step 2: Verify it manually**\n\n### Task 2: Prüfung\n\n- [ ] Das Formular von Hand testen\n',
      ['1: verify Verify it manually', '2 verify', '2: verify Das Formular von Hand testen'],
    ],
    [
      'TODO.md',
      '# TODO\n\n- [ ] Form\n- [ ] 手动测试表单\n- [ ] [MANUAL] Buy the domain\n',
      ['2 verify', '3 act'],
    ],
    [
      'openspec/changes/x/tasks.md',
      '## 1. Form\n\n- [ ] 1.1 Draw it\n- [ ] 1.2 Проверить форму вручную\n',
      ['x: verify 1.2 Проверить форму вручную'],
    ],
    [
      '.taskmaster/tasks/tasks.json',
      JSON.stringify({
        tasks: [
          {
            id: 1,
            title: 'Form',
            status: 'pending',
            subtasks: [{ id: 1, title: 'Tester le formulaire manuellement' }],
          },
          { id: 2, title: 'Add manual mode', status: 'pending' },
        ],
      }),
      ['1 verify', '1: verify Tester le formulaire manuellement'],
    ],
  ])('is asked of a person in %s', (path, text, expected) => expect(people(path, text)).toEqual(expected));
});
