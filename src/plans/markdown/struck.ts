/**
 * @returns whether a title is struck through, or followed by a note that it is dropped: `~~T012 Cache~~ — dropped`.
 *   False if other text replaces the struck one (`~~Redis~~ Postgres`).
 */
export function isStruck(text: string): boolean {
  if (givenUp.test(text.slice(0, 400).split('\n')[0] ?? '')) return true;
  const start = before.exec(text.slice(0, 80))?.[0].length;
  if (start === undefined) return false;
  const end = text.indexOf('~~', start);
  if (end < 0) return false;
  const struck = text.slice(start, end);
  const rest = text.slice(end + 2, end + 60).replace(/^[*_\s]+/, '');
  return (
    rest === '' || remark.test(rest) || id.test(struck) || (rest.startsWith('→') && idFirst.test(struck))
  );
}

/** @returns whether a heading marks its work as done or dropped */
export function isOver(heading: string): boolean {
  return done.test(heading) || isStruck(heading);
}

/** @returns whether there is a tick at either end of a line, from a person or `--write-back` */
export function isTicked(line: string): boolean {
  return tick.test(line);
}

/** @returns a title without the ticks around it */
export function withoutTick(title: string): string {
  return title.replaceAll(new RegExp(tick, 'gu'), '');
}

const tick = /^\s*[✅✔☑]\uFE0F?\s*|\s*[✅✔☑]\uFE0F?\s*$/u;
const word = String.raw`(?:dropped|cancell?ed|superseded|wont[ -]?fix|won['’]t (?:fix|do)|obsolete|abandoned|not (?:doing|planned|needed)|verworfen|abgebrochen|gestrichen|hinfällig|abandonnée?|annulée?|descartad[oa]|cancelad[oa]|отмен[её]н[оа]?|отброшено|已取消|已废弃|已放弃|中止|却下|取りやめ|취소됨?|폐기)`;
/** After a title, in brackets or after a long dash, with a replacement: `(superseded by 12)`, `— dropped`. */
const givenUp = new RegExp(
  String.raw`(?:[(（[【]\s*${word}(?:\s+(?:by|in|on|for|durch|zugunsten|par|por)\s[^()（）[\]]{1,60})?\s*[)）\]】]|\s[—–]\s*${word}(?:\s+(?:by|in favou?r of|durch|zugunsten|par|por)\s.{1,60})?)[\s.*_]*$`,
  'iu',
);
const done =
  /[✅✔☑]|\[x\]|\bDONE\b|\((?:[Dd]one|[Cc]ompleted?)\)|(?:[—–([【]|\s-)\s*(?:COMPLETED?|CANCELL?ED|DROPPED|REMOVED|SKIPPED|SUPERSEDED|OBSOLETE|DEFERRED|ABANDONED|WON'?T[ -]?(?:FIX|DO))\b/;
/** Marks, and the id if only the title is struck. */
const before = /^[*_\s]*(?:(?:Task\s+)?[A-Z]{0,4}-?\d[\w.-]*[\])*_:：.\s—–-]*)?~~(?=\S)/i;
const id = /^[*_\s[]*(?:[A-Z]{1,4}-?\d[\w.-]*|\d+\.\d[\w.-]*)[\]*_\s:.]*$/i;
const idFirst = /^[*_\s[]*(?:[A-Z]{1,4}-?\d|\d+\.\d)/i;
/** A remark with the reason; also words in capitals. */
const remark = /^(?:[—–:：(（【]|-\s|<!--|\p{Extended_Pictographic}|\[?\p{Lu}{3,}(?!\p{L}))/u;
