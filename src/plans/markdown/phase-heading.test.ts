import { describe, expect, it } from 'vitest';
import { readPhaseHeading } from './phase-heading.ts';

describe('a phase', () => {
  it.each([
    ['Phase 1: Setup', '1', 'Setup'],
    ['📦 **Phase 3.1** — Setup', '3.1', 'Setup'],
    ['Phase N: Polish', 'N', 'Polish'],
    ['Phase 2a. More', '2a', 'More'],
    ['Phase: Setup', null, 'Setup'],
    ['Fase 2 - Núcleo', '2', 'Núcleo'],
    ['フェーズ1：基盤', '1', '基盤'],
    ['阶段 2: 核心', '2', '核心'],
    ['第一阶段：准备', '一', '准备'],
  ])('is read: %s', (heading, number, title) => expect(readPhaseHeading(heading)).toEqual({ number, title }));

  it.each(['Phased rollout', 'Setup phase', 'Notes on Phase 1'])('is not: %s', (heading) =>
    expect(readPhaseHeading(heading)).toBeUndefined(),
  );
});
