/** Returns one line that shows a tool call, for lists and approvals. */
import { shorten } from '../../base/cut-text.ts';
import { entryOf, fieldsOf, listOf, textOf, type Fields } from '../fields.ts';

/** Longer titles are cut; the call's full input is shown beside it. */
const maximumLength = 300;

export function titleOf(tool: string, input: unknown): string {
  const fields = fieldsOf(input);
  const words = (entryOf(telling, tool) ?? firstWords)(fields);
  return oneLine(words ?? tool);
}

/** Returns the text as one line: line ends become ⏎, other invisible characters spaces. */
export function oneLine(text: string): string {
  const line = text
    .trim()
    .replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ⏎ ')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
  return shorten(line, maximumLength);
}

const path = (input: Fields) => textOf(input['file_path']) ?? textOf(input['notebook_path']);
const description = (input: Fields) => textOf(input['description']);

/** The most informative field of a call's input. */
const telling: Record<string, (input: Fields) => string | null> = {
  Bash: (input) => textOf(input['command']),
  Read: path,
  Write: path,
  Edit: path,
  MultiEdit: path,
  NotebookEdit: path,
  Glob: (input) => textOf(input['pattern']),
  Grep: (input) => textOf(input['pattern']),
  WebFetch: (input) => textOf(input['url']),
  WebSearch: (input) => textOf(input['query']),
  Task: description,
  Agent: description,
  Skill: (input) => textOf(input['skill']),
  AskUserQuestion: (input) => textOf(fieldsOf(listOf(input['questions'])[0])['question']),
  ExitPlanMode: (input) => textOf(input['plan']),
};

function firstWords(input: Fields): string | null {
  return textOf(Object.values(input).find((value) => textOf(value) !== null));
}
