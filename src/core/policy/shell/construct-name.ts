/** Returns the common name of a shell construct, from the name of its node. */
export function constructName(type: string): string {
  return Object.hasOwn(names, type) ? (names[type] ?? type) : `"${type.toLowerCase()}"`;
}

const names: Record<string, string> = {
  CommandExpansion: 'command substitution',
  ProcessSubstitution: 'process substitution',
  SimpleExpansion: 'a variable',
  ParameterExpansion: 'a variable',
  ArithmeticExpansion: 'arithmetic',
  ArithmeticCommand: 'arithmetic',
  BraceExpansion: 'brace expansion',
  ExtendedGlob: 'an extended pattern',
  AnsiCQuoted: "text in $'…'",
  LocaleString: 'text in $"…"',
  HereDoc: 'a here-document',
  HereDocBody: 'a here-document',
  HereString: 'a here-string',
  TestCommand: '[[ ]]',
  Subshell: 'a subshell',
  BraceGroup: 'a group',
  Function: 'a function',
  Coproc: 'a coprocess',
};
