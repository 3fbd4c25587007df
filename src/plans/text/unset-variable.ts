/** Variables that every user's shell has. */
const everywhere = new Set(
  'HOME PATH PWD OLDPWD USER LOGNAME SHELL TMPDIR LANG TERM HOSTNAME UID IFS CI RANDOM'.split(' '),
);

/**
 * @returns a variable that a command needs and does not set: another line of the document or the reader sets it, so
 *   that the command alone has another meaning
 */
export function unsetVariable(command: string): string | undefined {
  if (!command.includes('$')) return undefined;
  const text = command.replaceAll(/'[^']*'/g, (quoted, at: number) =>
    // An apostrophe between double quotes is literal.
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
