import type { CommandExpansionPart, HereDoc, ParsedScript } from 'unbash';

/** Returns the text of `$(cat <<'EOF' …)`, which agents write for long messages; undefined for anything else. */
export function literalText({ text, script }: CommandExpansionPart): string | undefined {
  const [, delimiter = '', body] =
    /^\$\(\s*cat <<\s*(?:'([A-Za-z_]\w*)'|"[A-Za-z_]\w*")[ \t]*\n([\s\S]*)\)$/.exec(text) ?? [];
  if (body === undefined || delimiter === '') return undefined;
  const lines = body.split('\n');
  const end = lines.indexOf(delimiter);
  // Only blanks may follow the end.
  if (end < 0 || lines.slice(end + 1).some((line) => line.trim() !== '') || end === lines.length - 1)
    return undefined;
  if (!script || !isCat(script)) return undefined;
  return lines.slice(0, end).join('\n').replace(/\n+$/, '');
}

/** Whether a script is only `cat` with one here-document. */
function isCat(script: ParsedScript): boolean {
  if ((script.errors?.length ?? 0) > 0 || script.commands.length !== 1) return false;
  const command = script.commands[0]?.command;
  if (command?.type !== 'Command' || command.name?.text !== 'cat') return false;
  return command.prefix.length === 0 && command.suffix.length === 1 && command.suffix[0]?.type === 'HereDoc';
}

/** Whether a here-document is literal text, without any expansion. */
export function isPlainText({ operator, descriptor, delimiter, body, closing }: HereDoc): boolean {
  if (operator !== '<<' || descriptor !== undefined || !closing || !delimiter) return false;
  if (!/^(?:'[A-Za-z_]\w*'|"[A-Za-z_]\w*"|[A-Za-z_]\w*)$/.test(delimiter.text)) return false;
  return delimiter.quoted || !/[$`\\]/.test(body.text);
}
