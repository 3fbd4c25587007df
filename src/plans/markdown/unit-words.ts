/** Fields of a unit that several formats write in the same way: files, dependencies, commands and results. */
import { checksIn, wordsAbout } from '../text/checks-in-line.ts';
import { isCommand, isCommandSpan } from '../text/commands.ts';
import { expectsFailure, expectsSuccess, readExpectation } from '../text/expectation.ts';
import { gateOf, isConverted } from '../text/gate-of.ts';
import { forShell } from '../text/needs-bash.ts';
import { withoutRemark } from '../text/remark.ts';
import { checksOfBlock, commandsOfBlock } from '../text/shell-block.ts';
import { shellLanguages } from '../text/shell-lines.ts';
import { pathsOfList } from '../text/paths.ts';
import type { Block, Code, List, Paragraph } from './block.ts';
import { codeSpans, joinSpans, labelled, plainText, withoutBold } from './inline.ts';
import { allBlocks } from './outline.ts';

/** @returns the values of matching labels, each with the list after a label that ends its paragraph */
export function valuesOf(blocks: readonly Block[], label: RegExp): string[] {
  const values: string[] = [];
  let waiting = false;
  for (const block of allBlocks(blocks)) {
    if (waiting && block.kind === 'list')
      values.push(block.items.map((item) => textOfBlocks(item.children)).join('\n'));
    if (block.kind !== 'paragraph') {
      waiting = false;
      continue;
    }
    const lines = block.text.split('\n').flatMap(splitLabels);
    for (const index of lines.keys()) values.push(...valueAt(lines, index, label));
    waiting = announcesList(lines.at(-1) ?? '', label);
  }
  return values.filter((value) => value !== '');
}

/** @returns the value of the label at the beginning of a line, up to the next label */
function valueAt(lines: readonly string[], index: number, label: RegExp): string[] {
  const bold = labelled(lines[index] ?? '');
  const found = bold ?? plainLabel(lines[index] ?? '');
  if (!found || !label.test(found.label)) return [];
  const behind = lines.slice(index + 1);
  const end = behind.findIndex((line) => labelled(line) ?? (bold ? undefined : plainLabel(line)));
  return [[found.value, ...(end < 0 ? behind : behind.slice(0, end))].join('\n').trim()];
}

/** Whether the list below a line is the value of the line's label. */
function announcesList(last: string, label: RegExp): boolean {
  // A line of bold text only is the label of the list below it.
  const above = labelled(last) ?? plainLabel(last);
  const name = above?.label ?? /^\*\*([^*]{1,60})\*\*$/.exec(last)?.[1];
  // A dependency in the line is complete: the list below contains the steps.
  const ended =
    above !== undefined && above.value !== '' && /^(?:depend|blocked|prereq|依)/i.test(above.label);
  return name !== undefined && label.test(name) && !ended;
}

/** Some plans write `Files: a` without stars. */
function plainLabel(line: string): { label: string; value: string } | undefined {
  const match = /^\s*(?:[-*+]\s+)?(\p{Lu}[\p{L} ]{0,30}|\p{Lo}{1,12}) ?[:：](?:\s+(.*)|$)/u.exec(line);
  return match ? { label: match[1] ?? '', value: (match[2] ?? '').trim() } : undefined;
}

/** Several labels may be on one line: `**Files:** a | **Depends on:** b`. */
function splitLabels(line: string): string[] {
  return line
    .split(/(?<=\s)(?=\*\*[^*\n]{1,60}(?:[:：]\*\*|\*\*[:：]))/)
    .map((part, index, parts) => (index < parts.length - 1 ? part.replace(/[\s|·•;]{1,20}$/, '') : part));
}

/** @returns the text of paragraphs, including those in lists */
export function textOfBlocks(blocks: readonly Block[]): string {
  const parts: string[] = [];
  for (const block of allBlocks(blocks))
    if (block.kind === 'paragraph' || block.kind === 'heading') parts.push(block.text);
  return parts.join('\n');
}

const filesLabel =
  /^(?:files?|targets?|target files?|key files|files? (?:to|likely|touched|changed|modified).*|creates?|modif(?:y|ies)|tests?|archivos?|arquivos?|fichiers?|dateien|файлы|文件|檔案|ファイル|파일|변경 대상)$/iu;

/** @returns paths below `**Files:**`, except those that are only read */
export function filesOf(blocks: readonly Block[]): string[] {
  const paths = valuesOf(blocks, filesLabel).flatMap((value) =>
    pathsOfList(value.replaceAll(/^\W*(?:reference|read|see|context)(?: only)?\W*:.*$/gim, '')),
  );
  return [...new Set(paths)];
}

/** @returns the agent named by a label */
export function agentOf(blocks: readonly Block[]): string | null {
  const [value] = valuesOf(blocks, /^(?:(?:sub-?)?agents?|assigned to|assignee|owner)$/i);
  const name = value === undefined ? '' : plainText(value).replace(/^@/, '');
  return /^[\w:.-]{2,60}$/.test(name) && !/^(?:none|tbd|n\/a|any)$/i.test(name) ? name : null;
}

const statusLabel = /^(?:status|state|estado|статус|状态|狀態|ステータス|상태)$/iu;
const doneWords =
  /^(?:\[x\]|[^\p{L}\p{N}])*(?:done|completed?|closed|finished|implemented|merged|shipped|已完成|完成|完了|완료|готово|выполнено)(?!\p{L})/iu;

/** @returns the value of a label `Status`; '' if there is none */
export function statusOf(blocks: readonly Block[]): string {
  return plainText(valuesOf(blocks, statusLabel)[0]?.split('\n')[0] ?? '');
}

export function isDoneWord(status: string): boolean {
  return doneWords.test(status);
}

export interface Proof {
  gate: string[];
  acceptance: string[];
}

/**
 * Reads `Run:` with the `Expected:` after it. A command that must succeed is a gate; one that must fail (a test
 * written first) is not; for others the expectation is an acceptance criterion.
 */
export function proofOf(blocks: readonly Block[]): Proof {
  const reading: Reading = { proof: { gate: [], acceptance: [] }, commands: [], shown: [], asked: null };
  for (const block of allBlocks(blocks)) {
    if (block.kind === 'heading') Object.assign(reading, { commands: [], shown: [], asked: null });
    if (block.kind === 'code') readCode(reading, block);
    if (block.kind === 'list' && reading.asked === 'verify') reading.proof.gate.push(...listedChecks(block));
    if (block.kind === 'paragraph') readParagraph(reading, block);
  }
  return reading.proof;
}

interface Reading {
  proof: Proof;
  /** Commands whose expected outcome may follow. */
  commands: string[];
  /** Commands in a code block without an instruction to run them. */
  shown: string[];
  /** A label that ends its paragraph: the next block contains the commands. */
  asked: 'run' | 'verify' | null;
}

function readCode(reading: Reading, block: Code): void {
  const { asked, proof } = reading;
  const isShell = shellLanguages.has(block.language) || (asked !== null && block.language === '');
  reading.shown = isShell ? checksOfBlock(block.text) : [];
  if (asked !== null) reading.commands = reading.shown;
  if (asked === 'verify') proof.gate.push(...commandsOfBlock(block.text));
  reading.asked = null;
}

function readParagraph(reading: Reading, { text }: Paragraph): void {
  // The expectation may directly follow commands without an instruction.
  if (reading.shown.length > 0 && expectation.test(withoutBold(text))) reading.commands = reading.shown;
  [reading.shown, reading.asked] = [[], null];
  for (const line of joinSpans(text).split('\n').flatMap(splitRuns))
    readProofLine(reading, withoutBold(line).replace(/^[-*+]\s+/, ''));
}

function readProofLine(reading: Reading, plain: string): void {
  const run = /^\s*(?:Run|Execute|Command|Verify|Verification|Test)(?: [\w ]{1,30})?\s*[:：]\s*(.*)$/i.exec(
    plain,
  );
  const expected = expectation.exec(plain);
  if (expected) {
    settle(reading.proof, reading.commands, expected[1] ?? '');
    reading.commands = [];
  } else if (run) readRun(reading, run[1] ?? '', /^\W*verif/i.test(plain));
  else if (/^\s*Step \d/i.test(plain)) {
    const words = plain.replaceAll(/`[^`]*`/g, '');
    if (expectsSuccess(words)) settle(reading.proof, checksIn(plain, codeSpans(plain)), words);
  }
}

/** @param words the text after `Run:`, or after `Verify:` if `verify` */
function readRun(reading: Reading, words: string, verify: boolean): void {
  const { proof } = reading;
  const commands = commandsIn(words);
  reading.commands = commands;
  if (words.trim() === '') reading.asked = verify ? 'verify' : 'run';
  if (verify && !expectsFailure(words.replaceAll(/`[^`]*`/g, ''))) {
    proof.gate.push(...commands.flatMap((command) => gateOf(command, wordsAbout(words, command)) ?? []));
    return;
  }
  // `Run: x → 12 passed`; a following `Expected:` repeats it in more words.
  const [, said = ''] = /^`[^`]+`\s*(?:[→⇒—–-]+>?|=>|:|\()\s*(.+)$/.exec(words.trim()) ?? [];
  if (said === '' || readExpectation(said).kind === 'unknown') return;
  settle(proof, commands, said.replace(/\)$/, ''));
  reading.commands = [];
}

/** Items after `Verify:` that are only a command must succeed, if they test, build or lint. */
function listedChecks(list: List): string[] {
  return list.items.flatMap((item) => {
    const words = textOfBlocks(item.children).trim();
    return /^`[^`]+`[.;]?$/.test(words) ? checksIn(`Verify: ${words}`, codeSpans(words)) : [];
  });
}

const expectation = /^\s*(?:Expected?|Expect|Should)(?: [\w ]{1,30})?\s*[:：]\s*(.*)$/im;

/** Both may be on the line of a step: `Step 2: Run it — Run: x / Expected: PASS`. */
function splitRuns(line: string): string[] {
  return line.split(/(?<=\s)(?=\**(?:Run|Expected):)/);
}

/** @returns commands of a line: its code spans that are one, or the whole line if it clearly is one */
export function commandsIn(line: string): string[] {
  const spans = codeSpans(line).filter(isCommandSpan);
  if (spans.length > 0) return spans;
  const { command } = withoutRemark(line);
  return isCommand(command) ? [command] : [];
}

function settle(proof: Proof, commands: readonly string[], expected: string): void {
  const words = plainText(expected);
  const { kind } = readExpectation(expected);
  const isVerdict = commands.some((command) => /\becho\b/.test(command));
  if (kind === 'failure' && !isVerdict) return;
  const gates =
    kind === 'unknown' && !isVerdict
      ? []
      : commands.flatMap((command) =>
          isConverted(command) ? forShell(command) : (gateOf(command, expected) ?? []),
        );
  proof.gate.push(...gates);
  if (gates.length === 0 && commands.length > 0 && words !== '')
    proof.acceptance.push(`${commands.map((command) => `\`${command}\``).join(', ')}: ${words}`);
}
