/** Reads the expected outcome of a command from the text beside it. */
export type Expectation =
  | { kind: 'success' }
  /** "12 passed": it succeeds and prints that. */
  | { kind: 'passed'; count: number }
  /** It must fail, like a test that is written first. */
  | { kind: 'failure' }
  /** It finds or prints nothing. */
  | { kind: 'nothing' }
  /** "No errors": a search finds none, anything else succeeds. */
  | { kind: 'faultless' }
  /** It prints a number, or finds that many lines. */
  | { kind: 'count'; count: number; compare: '-eq' | '-ge' | '-gt' | '-le' | '-lt'; ofLines: boolean }
  /** It prints exactly this. */
  | { kind: 'text'; text: string }
  | { kind: 'unknown' };

/** @param words text without emphasis; it may contain a code span */
export function readExpectation(words: string): Expectation {
  const text = words
    .trim()
    .replace(/^(?:[→⇒#:=]|-+>|=>)+\s*/, '')
    .trim();
  // "All pass but the known failing ones": no exit status expresses that.
  if (qualified.test(text)) return { kind: 'unknown' };
  if (faultless.test(text) && !nothingAtAll.test(text)) return { kind: 'faultless' };
  if (nothing.test(text.replaceAll('`', ''))) return { kind: 'nothing' };
  const passed =
    /^\W*(?:all )?(\d+)(?:\/\1)? (?:tests? )?pass(?:ed|ing)?\b(?!.*\b[1-9]\d* (?:tests? )?fail)/i.exec(text);
  if (passed) return { kind: 'passed', count: Number(passed[1]) };
  const count = number.exec(text.replaceAll('`', ''));
  if (count)
    return {
      kind: 'count',
      count: Number(count[2]),
      compare: comparisonOf(count[1] ?? ''),
      ofLines: count[3] !== undefined,
    };
  if (expectsFailure(text)) return { kind: 'failure' };
  const value = onlyValue.exec(text)?.slice(1).find(Boolean);
  if (value !== undefined && !expectsSuccess(value)) return { kind: 'text', text: value };
  if (expectsSuccess(text)) return { kind: 'success' };
  const exact = printed.exec(text)?.slice(1).find(Boolean);
  return exact === undefined ? { kind: 'unknown' } : { kind: 'text', text: exact };
}

const qualified =
  /\b(?:except|apart from|other than|aside from|excluding|besides|pre-?existing|known (?:failing|failures?|issues?|errors?|flak\w+)|flaky|same as before|as before)\b/i;

const faults =
  'errors?|warnings?|failures?|problems?|issues?|violations?|vulnerabilities|complaints?|regressions?|differences?';
const faultless = new RegExp(
  String.raw`^\W*(?:(?:there (?:should be|are)|shows?|reports?|prints?|finds?|found|with|expect(?:ed)?|should (?:report|show|find))\s+)?(?:no|zero|0|without)(?: new)?\s+(?:[\w-]+\s+)?(?:${faults})\b`,
  'i',
);
const nothingAtAll = /\bno output\b|\bempty\b|\bnothing\b/i;

const things =
  'outputs?|match(?:es)?|results?|hits?|lines?|occurrences?|references?|usages?|uses|rows?|instances?|mentions?|imports?|files?';

const nothing = new RegExp(
  [
    String.raw`\b(?:no(?! such\b)|zero|0)\s+(?:[\w-]+\s+)?(?:${things})\b(?!\s+(?:fail|skipped))`,
    String.raw`\b(?:returns?|prints?|shows?|finds?|outputs?|yields?|lists?|gives?|(?:should|must) (?:be|print|return|find|show|output))\s+(?:nothing|empty|none)\b`,
    String.raw`^\W*(?:empty|nothing|none)\b`,
    String.raw`\b(?:is|be|stays?) empty\b|\bempty (?:output|result)|\bnothing (?:is |was )?(?:found|printed|left|remains)`,
    String.raw`\bno (?:\S+ ){0,4}(?:remain(?:s|ing)?|(?:is|are) left|left(?: over)?|(?:is |are )?found)\b`,
    String.raw`\bno longer (?:appears?|occurs?|found|used|referenced|mentioned)`,
    String.raw`(?:should|must|do(?:es)?) not (?:match|find|print|return|appear|occur|output)`,
  ].join('|'),
  'i',
);

const number = new RegExp(
  String.raw`^\W*?(?:(?:expect(?:ed|s)?|output|result|it|is|should|must|be|prints?|returns?|shows?|outputs?|gives?|yields?|finds?|says?|exactly|equals?)[\s:]+)*(>=|≥|at least |>|more than |over |<=|≤|at most |<|less than |fewer than |==?|exactly )?\s*(\d{1,9})(?:\s+(${things}|entries))?(?: or more)?[.!)\s]*$`,
  'i',
);

function comparisonOf(words: string): '-eq' | '-ge' | '-gt' | '-le' | '-lt' {
  if (/>=|≥|at least/i.test(words)) return '-ge';
  if (/>|more|over/i.test(words)) return '-gt';
  if (/<=|≤|at most/i.test(words)) return '-le';
  return /<|less|fewer/i.test(words) ? '-lt' : '-eq';
}

/** The expected output, if it is marked as such. */
const printed =
  /^(?:expect(?:ed|s)?:?\s+|(?:it )?(?:should |must )?(?:prints?|outputs?|echo(?:es)?)\s+(?:exactly\s+)?)(?:`([^`]+)`|"([^"]+)"|'([^']+)'|([\w.:/-]+))\.?$/i;

/** Only a value: in a code span or in quotes, a version, a truth value. */
const onlyValue = /^(?:`([^`]+)`|"([^"]+)"|'([^']+)'|(v?\d+(?:\.\d+)+|true|false|null))[.;]?$/;

export function expectsFailure(words: string): boolean {
  if (/\b[1-9]\d* (?:tests? )?fail(?:s|ed|ing|ures?)?\b(?! (?:before|earlier))/i.test(words)) return true;
  const without = words.replaceAll(
    /\b(?:no|0|zero|without)\s+(?:\w+\s+)?(?:errors?|fail\w*|warnings?)/gi,
    '',
  );
  if (/^(?:all |both |\d+ |tests? |build |it |should )*(?:pass|succe|compil|ok\b|clean)/i.test(without))
    return false;
  if (/失败|失敗|报错|報錯|エラー|실패|오류|에러/u.test(words.replaceAll(noErrors, ''))) return true;
  return /\b(?:fail(?:s|ed|ing|ure)?|errors?|undefined|not found|cannot|non-?zero|panic|does(?: not|n't)|no such|missing|reject(?:s|ed)|refuse[sd]?|exit(?:s|ed)?(?: with)?(?: an?)?(?: exit)?(?: code| status)?:? [1-9]\d{0,2})\b/i.test(
    without,
  );
}

/** Forms of "no errors". */
const noErrors =
  /(?:无|無|没有|沒有)(?:任何)?(?:错误|錯誤|报错|報錯|失败|失敗|警告)|(?:エラー|失敗|警告)(?:が)?な(?:し|く|い)|(?:오류|에러|실패|경고)\s*없/gu;

/**
 * @returns whether the text expects success: "passes", "exit code 0", "no errors"; a command that must only be no
 *   worse may fail
 */
export function expectsSuccess(words: string): boolean {
  if (words.search(noErrors) >= 0 || /通过|通過|成功|通る|통과|성공/u.test(words)) return true;
  return /\b(?:pass(?:es|ed|ing)?|succe\w+|compiles?|clean(?:ly)?|green|ok|identical|build complete|all matched files|exits? (?:with )?(?:code |status )?0|exit(?: code| status)?:? 0|(?:no|0|zero|without) (?!new )(?:\w+ )?(?:errors?|warnings?|issues|failures|problems))\b/i.test(
    words,
  );
}
