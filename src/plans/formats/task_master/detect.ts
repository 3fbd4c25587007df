import { wholeText } from '../../text/source-text.ts';
import type { SourceText } from '../../text/source-text.ts';

/** @returns the reason if a document is a list of tasks with dependencies and a status */
export function isTaskList(source: SourceText): string | undefined {
  const text = wholeText(source);
  const listed = /^\s*\[\s*\{/.test(text) && /"title"\s*:|"description"\s*:/.test(text);
  const passing = /"passes"\s*:\s*(?:true|false)/.test(text);
  return !passing && listed && /"dependencies"\s*:\s*\[/.test(text) && /"status"\s*:/.test(text)
    ? 'a list of tasks'
    : undefined;
}

/** @returns the reason if a document has lists `tasks` that are not those of an editor or a build tool */
export function hasTaskLists(source: SourceText): string | undefined {
  const text = wholeText(source);
  // Editors and build tools have tasks, too: commands with a label.
  const isForTool = /"(?:label|command)"\s*:/.test(text) && !/"(?:id|title)"\s*:/.test(text);
  return lists.test(text) && !isForTool ? 'it has lists of tasks' : undefined;
}

const lists = /"tasks"\s*:\s*\[/;
