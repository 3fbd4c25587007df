/** Variables that every shell of a user has. */
const everywhere = new Set(
  'HOME PATH PWD OLDPWD USER LOGNAME SHELL TMPDIR LANG TERM HOSTNAME UID IFS CI RANDOM'.split(' '),
);

/**
 * @returns a variable that a command needs and nothing in it sets: another line of the document does, or its reader, so
 * that the command alone would mean something else
 */
export function unsetVariable(command: string): string | undefined {
  if (!command.includes('$')) return undefined;
  const text = command.replaceAll(/'[^']*'/g, (quoted, at: number) =>
    // An apostrophe between double quotes is none.
    isQuoted(command, at) ? quoted : 'x',
  );
  const set = new Set(
    [
      ...text.matchAll(
        /(?:^|[\s;&|(])(?:export\s+)?([A-Za-z_]\w*)=|\bfor\s+([A-Za-z_]\w*)\b|\bread\s+(?:-r\s+)?([A-Za-z_]\w*)/g,
      ),
    ].map(([, assigned, looped, read]) => assigned ?? looped ?? read ?? ''),
  );
  for (const [, name = '', hasDefault] of text.matchAll(/(?<!\\)\$\{?([A-Za-z_]\w*)(:?[-=?+])?/g))
    if (!set.has(name) && !everywhere.has(name) && hasDefault === undefined) return name;
  return undefined;
}

function isQuoted(command: string, at: number): boolean {
  return (command.slice(0, at).match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;
}
