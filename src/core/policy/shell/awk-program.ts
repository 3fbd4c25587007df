/**
 * Whether an awk program only reads its input and prints to its output: it runs no command, opens no other file, and
 * reads no environment variable. It is tokenised as by POSIX awk; ambiguous text is not understood.
 */
export function isPlainAwkProgram(program: string): boolean {
  const tokens = tokensOf(program);
  if (!tokens) return false;
  const prints = tokens.some((token) => /^printf?$/.test(token));
  let depth = 0;
  return tokens.every((token) => {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (refused.has(token)) return false;
    // After `print`, a comparison is an output file.
    return !token.startsWith('>') || depth === 0 || !prints;
  });
}

const refused = new Set(
  `| |& @ \` \\ system getline ENVIRON ARGV ARGC close fflush PROCINFO FUNCTAB SYMTAB function func include load namespace`.split(
    ' ',
  ),
);

const piece =
  /\s+|#[^\n]*|"(?:[^"\\\n]|\\[^\n])*"|[A-Za-z_]\w*|\d+(?:\.\d*)?|&&|\|\||\|&|>>|>=|<=|==|!=|!~|\+\+|--|[-+*%^=<>!~?:;,(){}[\]$|@`\\/]/y;

/** Without brackets around a slash, which parsers read differently. */
const regex = /\/(?:[^/\\\n[]|\\[^\n]|\[\^?\]?[^\]/\\\n]*\])*\//y;

/** @returns undefined if it contains a text that is not a token of awk */
function tokensOf(program: string): string[] | undefined {
  const tokens: string[] = [];
  for (let at = 0; at < program.length;) {
    const previous = tokens.at(-1) ?? '';
    // After an operand a slash divides; elsewhere it begins a pattern.
    const kind = program[at] === '/' && !/^[\w")\]$]/.test(previous) ? regex : piece;
    kind.lastIndex = at;
    const found = kind.exec(program)?.[0];
    if (found === undefined) return undefined;
    at += found.length;
    if (!/^\s|^#/.test(found)) tokens.push(kind === regex ? '"' : found);
    else if (found.includes('\n')) tokens.push(';');
  }
  return tokens;
}
