/**
 * Whether a sed script only prints, deletes and replaces: no `e` and no `w`, which run and write. Ambiguous text,
 * such as a delimiter within brackets, is not understood.
 */
export function isPlainSedScript(script: string): boolean {
  return script !== '' && plainScript.test(script);
}

const piece = (delimiter: string) =>
  String.raw`(?:[^${delimiter}\\\n\[\]]|\\[^\n]|\[\^?\]?[^${delimiter}\]\\\n]*\])*`;
const regex = `/${piece('/')}/I?`;
const address = String.raw`(?:\d+|\$|${regex})`;
const range = String.raw`(?:${address}(?:\s*,\s*(?:${address}|[+~]\d+))?\s*!?\s*)?`;
const substitution = ['/', '|', '#', ',', ':', '@', '!']
  .map((sign) => {
    const text = piece(sign === '|' ? String.raw`\|` : sign);
    return `s${sign === '|' ? String.raw`\|` : sign}${text}${sign === '|' ? String.raw`\|` : sign}${text}${
      sign === '|' ? String.raw`\|` : sign
    }[gpIi\\d]*`;
  })
  .join('|');
const command = String.raw`${range}(?:[pdqDPhHgGxnN=]|${substitution})`;
/** Added text takes the rest of the line. */
const addition = String.raw`${range}[aic]\\?[^\n\\]*`;
const plainScript = new RegExp(String.raw`^\s*(?:${command}\s*[;\n]\s*)*(?:${command}\s*;?|${addition})\s*$`);
