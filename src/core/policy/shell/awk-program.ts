/**
 * Whether a program of awk only reads what it is given and prints to its output: no commands, no files of its own choice, no
 * variables of the environment. It is taken apart as POSIX awk does; what may be read in another way is not understood.
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
    // Behind `print`, a comparison is the name of a file.
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

/** Without brackets around a slash, which not everybody takes for a part of them. */
const regex = /\/(?:[^/\\\n[]|\\[^\n]|\[\^?\]?[^\]/\\\n]*\])*\//y;

/** @returns undefined where something is in it that is no token of awk */
function tokensOf(program: string): string[] | undefined {
  const tokens: string[] = [];
  for (let at = 0; at < program.length;) {
    const previous = tokens.at(-1) ?? '';
    // Behind an operand a slash divides; elsewhere it begins a pattern.
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
