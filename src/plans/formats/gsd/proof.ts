import type { Proof } from '../../markdown/unit-words.ts';
import { codeSpans, joinSpans } from '../../markdown/inline.ts';
import { checksIn } from '../../text/checks-in-line.ts';
import { isCommand, isCommandSpan } from '../../text/commands.ts';
import { readExpectation } from '../../text/expectation.ts';
import { gateOf } from '../../text/gate-of.ts';
import { withoutRemark } from '../../text/remark.ts';
import { commandsOfBlock, statedCommand } from '../../text/shell-block.ts';
import { assigns } from '../../text/shell-script.ts';
import { elementsOf, elementText, withoutEntities } from '../../text/tags.ts';
import type { Element } from '../../text/tags.ts';

/** @returns the commands and criteria in the verifications of a GSD plan and of its tasks */
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

/** A verification in words: commands if a whole line is one, else acceptance criteria. */
function readWords(written: string, proof: Proof): void {
  const text = joinSpans(written);
  const script = isShell(text) ? commandsOfBlock(text) : [];
  if (script.length > 0) {
    proof.gate.push(...script);
    return;
  }
  for (const line of statements(text)) {
    const whole = /^`([^`]+)`[.;]?$/.exec(line)?.[1];
    const run = /^(?:Run|Execute)?:?\s*`([^`]+)`/i.exec(line)?.[1];
    const { command, words } = withoutRemark(line);
    const said =
      run === undefined ? '' : line.slice(line.indexOf(run) + run.length).replace(/^[`\s:;,()—–-]+/, '');
    const gate =
      whole !== undefined && isCommandSpan(whole)
        ? gateOf(whole)
        : isCommand(command)
          ? gateOf(command, words)
          : run !== undefined && isCommandSpan(run) && readExpectation(said).kind !== 'unknown'
            ? gateOf(run, said)
            : undefined;
    if (gate !== undefined) proof.gate.push(gate);
    else {
      proof.gate.push(...checksIn(line, codeSpans(line)));
      proof.acceptance.push(line);
    }
  }
}

/** Whether all lines are commands, and the first one applies to the following ones. */
function isShell(text: string): boolean {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const structure = /^(?:cd\s+\S+|source\s+\S+|set -e\w*|for\s.*|do|done|.*<<-?\s*['"]?\w+.*)$/;
  const leads = (line: string) => structure.test(line) || assigns.test(line);
  if (!leads(lines[0] ?? '')) return false;
  return lines.some((line) => /<</.test(line)) || lines.every((line) => leads(line) || isCommand(line));
}

/** @returns each item of a list with its lines, each other line, and the commands of shell blocks */
function statements(text: string): string[] {
  const fenced = [...text.matchAll(/```(\w*)\n([\s\S]*?)```/g)].flatMap(([, , content = '']) =>
    commandsOfBlock(content),
  );
  const found: string[] = [];
  let inItem = false;
  for (const written of text.replaceAll(/```[\s\S]*?```/g, '').split('\n')) {
    const line = written.replaceAll(/^\s*(?:<[a-z][\w-]*>)+|(?:<\/[a-z][\w-]*>)+\s*$/g, '').trim();
    const item = /^(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.*)$/.exec(line)?.[1];
    if (item !== undefined) found.push(item);
    else if (line !== '' && inItem && /^\s/.test(written)) found.push(`${found.pop() ?? ''} ${line}`);
    else if (line !== '') found.push(line);
    inItem = item !== undefined || (inItem && line !== '');
  }
  return [...found, ...fenced].filter((line) => line !== '');
}
