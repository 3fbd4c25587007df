import type { Proof } from '../markdown/unit-words.ts';
import { expectsSuccess } from '../markdown/unit-words.ts';
import { codeSpans } from '../markdown/inline.ts';
import {
  checksIn,
  commandsOfBlock,
  isCommand,
  isCommandSpan,
  isGate,
  statedCommand,
} from '../text/commands.ts';
import { elementsOf, elementText } from '../text/tags.ts';
import type { Element } from '../text/tags.ts';

/** @returns what the verifications of a GSD plan and of its tasks name as commands, and what they say in words */
export function proofOfPlan(body: string, tasks: readonly Element[]): Proof {
  const proof: Proof = { gate: [], acceptance: [] };
  for (const task of tasks) readTask(task.text, proof);
  for (const { text } of elementsOf(body, 'verification')) readWords(text, proof);
  readWords(elementText(body, 'success_criteria'), proof);
  return proof;
}

function readTask(task: string, proof: Proof): void {
  for (const { text } of elementsOf(task, 'verify')) {
    const automated = elementsOf(text, 'automated');
    let rest = text;
    for (const { start, end } of automated.toReversed()) rest = rest.slice(0, start) + rest.slice(end);
    for (const { text: written } of automated) {
      const command = statedCommand(withoutEntities(written));
      if (command !== undefined && !/^(?:MISSING|TODO|N\/A|None|TBD|manual)\b/i.test(command))
        proof.gate.push(command);
      else proof.acceptance.push(written.trim());
    }
    readWords(rest, proof);
  }
  for (const name of ['acceptance_criteria', 'done'])
    proof.acceptance.push(...elementsOf(task, name).flatMap((element) => statements(element.text)));
}

function withoutEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** A verification in words: commands where a whole line is one, else what must be true. */
function readWords(text: string, proof: Proof): void {
  for (const line of statements(text)) {
    const whole = /^`([^`]+)`[.;]?$/.exec(line)?.[1];
    const run = /^(?:Run|Execute)?:?\s*`([^`]+)`/i.exec(line)?.[1];
    if (whole !== undefined && isCommandSpan(whole)) proof.gate.push(whole);
    else if (isCommand(line) && isGate(line)) proof.gate.push(line);
    else if (run !== undefined && isCommandSpan(run) && expectsSuccess(line.replace(run, '')))
      proof.gate.push(run);
    else {
      proof.gate.push(...checksIn(line, codeSpans(line)));
      proof.acceptance.push(line);
    }
  }
}

/** @returns each item of a list with the lines that belong to it, each other line, and the commands of shell blocks */
function statements(text: string): string[] {
  const fenced = [...text.matchAll(/```(\w*)\n([\s\S]*?)```/g)].flatMap(([, , content = '']) =>
    commandsOfBlock(content),
  );
  const found: string[] = [];
  let inItem = false;
  for (const written of text.replaceAll(/```[\s\S]*?```/g, '').split('\n')) {
    const line = written.replaceAll(/<\/?[a-z][\w-]*>/g, '').trim();
    const item = /^(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.*)$/.exec(line)?.[1];
    if (item !== undefined) found.push(item);
    else if (line !== '' && inItem && /^\s/.test(written)) found.push(`${found.pop() ?? ''} ${line}`);
    else if (line !== '') found.push(line);
    inItem = item !== undefined || (inItem && line !== '');
  }
  return [...found, ...fenced].filter((line) => line !== '');
}
