import { plainText } from './inline.ts';
import { sectionsAround } from './outline.ts';
import type { Section } from './outline.ts';

export interface PhaseHeading {
  /** `3.1` of `Phase 3.1: Setup`; null where it has none. */
  number: string | null;
  title: string;
}

const before =
  /^(?:\W*\s)?(?:Phase|Fase|Etapa|Étape|Этап|Фаза|フェーズ|阶段|階段|단계)(?=[\s\d:：.—–-]|$)\s*-?(\d[\w.]*\w|\d|[A-Z](?!\w))?[\s:：.—–-]*(.*)$/iu;
const around = /^(?:\W*\s)?第\s*(\S{1,3}?)\s*(?:阶段|階段|フェーズ)[\s:：.—–-]*(.*)$/u;

/** @returns the parts of a heading "Phase", in the languages of plans */
export function readPhaseHeading(heading: string): PhaseHeading | undefined {
  const words = plainText(heading);
  const match = before.exec(words) ?? around.exec(words);
  return match ? { number: match[1] ?? null, title: match[2] ?? '' } : undefined;
}

/** @returns the innermost phase around a section */
export function phaseAbove(section: Section | null): Section | null {
  return sectionsAround(section).find(({ heading }) => readPhaseHeading(heading.text)) ?? null;
}
