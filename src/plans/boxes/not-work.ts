/** Chapters and boxes that are not work. */
import { plainText } from '../markdown/inline.ts';
import { sectionsAround } from '../markdown/outline.ts';
import type { Section } from '../markdown/outline.ts';
import { criteriaHeading } from './box-items.ts';
import type { BoxItem } from './box-items.ts';

const givenUp =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:later|some ?day(?: ?\/ ?maybe)?|maybe(?: later)?|not now|icebox|parking lot|(?:future|later)(?: (?:ideas?|work|enhancements?|improvements?|considerations?|phases?))?|ideas|nice[- ]to[- ]haves?|out of scope|non-?goals|dropped|cancell?ed|rejected|abandoned|deferred|postponed|won['’]?t (?:do|fix)|not (?:doing|planned|in scope)|what we(?:['’]re| are) not doing|archived?|superseded|später|irgendwann|verworfen|nicht mehr|gestrichen|zurückgestellt|nicht im umfang|más tarde|más adelante|descartad[oa]s?|cancelad[oa]s?|fuera de alcance|mais tarde|depois|adiad[oa]s?|plus tard|abandonnée?s?|reportée?s?|hors périmètre|позже|потом|отложен[оы]?|отменен[оы]|稍后|以后|后续|将来|已放弃|已取消|放弃|不做|範囲外|范围外|後で|将来|見送り|中止|やらない|対象外|나중에|보류|취소|제외)(?:\s*\([^()]*\))?\W*$/iu;

/** `Backlog (later)`: a note in brackets after a heading applies to any chapter. */
const putOff =
  /[(（[]\s*(?:later|some ?day|maybe|future|dropped|deferred|postponed|cancell?ed|out of scope|not planned|rejected|wontfix|später|verworfen|gestrichen|plus tard|abandonnée?s?|más tarde|descartad[oa]s?|depois|adiad[oa]s?|позже|отложено|отменено|稍后|以后|放弃|取消|後で|中止|나중에|보류|취소)\s*[)）\]]\W*$/iu;

/** @returns whether a section is in a chapter of dropped or deferred work */
export function isGivenUpChapter(section: Section | null): boolean {
  return sectionsAround(section).some(({ heading }) => {
    const words = plainText(heading.text);
    return heading.level > 1 && (givenUp.test(words) || putOff.test(words));
  });
}

/**
 * @param outer boxes that are in no other
 * @returns boxes that are acceptance criteria: those without a number in their own chapter, after the last numbered
 *   task in any language, or below such a heading; none if no task has a number
 */
export function checksBeside(
  outer: readonly BoxItem[],
  isNumbered: (words: string) => boolean,
): Set<BoxItem> {
  const tasks = outer.filter(({ words }) => isNumbered(words));
  const working = new Set(tasks.map(({ section }) => section));
  const last = tasks.at(-1)?.item.from ?? Infinity;
  const isCheck = (box: BoxItem) =>
    box.section !== null &&
    !working.has(box.section) &&
    (box.item.from > last ||
      sectionsAround(box.section).some(({ heading }) => criteriaHeading.test(plainText(heading.text))));
  return new Set(tasks.length < 2 ? [] : outer.filter((box) => !isNumbered(box.words) && isCheck(box)));
}
