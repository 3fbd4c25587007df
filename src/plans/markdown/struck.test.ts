import { describe, expect, it } from 'vitest';
import { isOver, isStruck } from './struck.ts';

describe('a title', () => {
  it.each([
    '~~T041 Replace the store\nby another~~ — cancelled, it stays',
    '~~T018~~ SUPERSEDED by T020',
    '~~T005~~ was never needed',
    '~~T012 Cache~~ → T020',
    '**~~T012~~** gone',
    '~~**Phase 4**: Coins~~ *(deferred)*',
    '4.3 ~~Live numbers~~ (later)',
    'Task 6: ~~Paper~~',
    '~~缓存~~【已撤销】',
    '~~Bells~~ ❌ removed',
    '~~Bells~~ DONE <!-- Risk: 2 -->',
  ])('is struck through: %j', (text) => expect(isStruck(text)).toBe(true));

  it.each([
    'Cache',
    '~~Redis~~ Postgres as the store',
    '~~Redis~~ → Postgres',
    '~~5~~ 6 columns',
    'Use ~~Redis~~',
    '~~never closed',
    'T041 Show ~~old~~ (and new) prices',
    '~~',
    '',
  ])('is not: %j', (text) => expect(isStruck(text)).toBe(false));
});

describe('a heading', () => {
  it.each([
    'Task 1: Cache ✅',
    'Cache (done)',
    'DONE: Cache',
    'Task 2: Cache — CANCELLED',
    '~~Task 3: Cache~~',
    'Cache [SKIPPED]',
  ])('says that it is over: %j', (heading) => expect(isOver(heading)).toBe(true));
  it.each(['Task 1: Cache', 'Show CANCELLED orders', 'Phase 2: Be done', 'Complete the cache'])(
    'does not: %j',
    (heading) => expect(isOver(heading)).toBe(false),
  );
});
