/**
 * Whether a program of awk only reads what it is given and prints to its output: no commands, no files of its own choice, no
 * variables of the environment.
 */
export function isPlainAwkProgram(program: string): boolean {
  const code = program.replaceAll(/"(?:[^"\\\n]|\\[^\n])*"/g, '""');
  if (/[|@`\\>]/.test(code.replaceAll(/\/(?:[^/\\\n]|\\[^\n])*\//g, ' '))) return false;
  if (/[|@`>]/.test(code.replaceAll('||', ' '))) return false;
  return !/\b(?:system|getline|ENVIRON|ARGV|ARGC|close|fflush|PROCINFO|FUNCTAB|SYMTAB|function|func|include|load|namespace)\b/.test(
    program,
  );
}
