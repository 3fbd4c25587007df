import { describe, expect, it } from 'vitest';
import { dependencyWords } from './dependency-words.ts';

describe('dependencies in words', () => {
  it.each([
    ['do (depends on T012, T013)', ['T012', 'T013']],
    ['do (depends on T002;\n notes.md)', ['T002']],
    ['do (depends on T007 models)', ['T007']],
    ['do (depends on T048: the fix)', ['T048']],
    ['do (depends: 1.1, 1.2 and 2.3).', ['1.1', '1.2', '2.3']],
    ['do (depends on 1 and 2)', ['1', '2']],
    ['do (after 2.1)', ['2.1']],
    ['do (depends on T09-T11)', ['T09', 'T10', 'T11']],
    ['_Depends: 1.1, 2.3_', ['1.1', '2.3']],
    ['Depends on: Tasks 1, 2', ['1', '2']],
    ['blocked by #12', ['12']],
  ])('are sure in %j', (text, ids) => expect(dependencyWords(text)).toEqual({ needs: ids, mentions: [] }));

  it.each([
    ['depends on task 3 for its types', ['3']],
    ['depends on T003.', ['T003']],
    ['it depends on 4.', ['4']],
    ['needs Task 2 to be merged', ['2']],
  ])('are spoken of in %j', (text, ids) =>
    expect(dependencyWords(text)).toEqual({ needs: [], mentions: ids }),
  );

  it.each([
    'depends on the weather',
    'depends on 3 services',
    'needs 2 columns',
    'requires 80% coverage',
    'Dependencies: 3 packages',
    '(DEPENDS: 1.x)',
    'we look after 2',
  ])('are none in %j', (text) => expect(dependencyWords(text)).toEqual({ needs: [], mentions: [] }));
});
