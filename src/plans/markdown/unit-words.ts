/** What several formats say about a unit in the same words: files, dependencies, commands and what is to come of them. */
import { checksIn, wordsAbout } from '../text/checks-in-line.ts';
import { isCommand, isCommandSpan } from '../text/commands.ts';
import { expectsFailure, expectsSuccess, readExpectation } from '../text/expectation.ts';
import { gateOf, isConverted } from '../text/gate-of.ts';
import { forShell } from '../text/needs-bash.ts';
import { withoutRemark } from '../text/remark.ts';
import { checksOfBlock, commandsOfBlock } from '../text/shell-block.ts';
import { shellLanguages } from '../text/shell-lines.ts';
import { pathsOfList } from '../text/paths.ts';
import type { Block, List } from './block.ts';
import { codeSpans, joinSpans, labelled, plainText, withoutBold } from './inline.ts';
import { allBlocks } from './outline.ts';

/** @returns the values of labels that match, each with the list that follows a label that ends its paragraph */
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
    for (const [index, line] of lines.entries()) {
      const bold = labelled(line);
      const found = bold ?? plainLabel(line);
      if (!found || !label.test(found.label)) continue;
      const rest = [found.value];
      for (let next = index + 1; next < lines.length; next += 1) {
        const line = lines[next] ?? '';
        if (labelled(line) ?? (bold ? undefined : plainLabel(line))) break;
        rest.push(line);
      }
      values.push(rest.join('\n').trim());
    }
    const last = lines.at(-1) ?? '';
    // A line of nothing but bold words is the label of the list below it.
    const above = labelled(last) ?? plainLabel(last);
    const name = above?.label ?? /^\*\*([^*]{1,60})\*\*$/.exec(last)?.[1];
    // A dependency that is said in the line is all of it: the list below holds the steps.
    const ended =
      above !== undefined && above.value !== '' && /^(?:depend|blocked|prereq|依)/i.test(above.label);
    waiting = name !== undefined && label.test(name) && !ended;
  }
  return values.filter((value) => value !== '');
}

/** Some write `Files: a` without stars. */
function plainLabel(line: string): { label: string; value: string } | undefined {
  const match = /^\s*(?:[-*+]\s+)?(\p{Lu}[\p{L} ]{0,30}|\p{Lo}{1,12}) ?[:：](?:\s+(.*)|$)/u.exec(line);
  return match ? { label: match[1] ?? '', value: (match[2] ?? '').trim() } : undefined;
}

/** Several labels may stand in one line: `**Files:** a | **Depends on:** b`. */
function splitLabels(line: string): string[] {
  return line
    .split(/(?<=\s)(?=\*\*[^*\n]{1,60}(?:[:：]\*\*|\*\*[:：]))/)
    .map((part, index, parts) => (index < parts.length - 1 ? part.replace(/[\s|·•;]{1,20}$/, '') : part));
}

/** @returns the words of paragraphs, those in lists too */
export function textOfBlocks(blocks: readonly Block[]): string {
  const parts: string[] = [];
  for (const block of allBlocks(blocks))
    if (block.kind === 'paragraph' || block.kind === 'heading') parts.push(block.text);
  return parts.join('\n');
}

const filesLabel =
  /^(?:files?|targets?|target files?|key files|files? (?:to|likely|touched|changed|modified).*|creates?|modif(?:y|ies)|tests?|archivos?|arquivos?|fichiers?|dateien|файлы|文件|檔案|ファイル|파일|변경 대상)$/iu;

/** @returns paths below `**Files:**`, but for those that are only to be read */
export function filesOf(blocks: readonly Block[]): string[] {
  const paths = valuesOf(blocks, filesLabel).flatMap((value) =>
    pathsOfList(value.replaceAll(/^\W*(?:reference|read|see|context)(?: only)?\W*:.*$/gim, '')),
  );
  return [...new Set(paths)];
}

/** @returns the agent that a label names */
export function agentOf(blocks: readonly Block[]): string | null {
  const [value] = valuesOf(blocks, /^(?:(?:sub-?)?agents?|assigned to|assignee|owner)$/i);
  const name = value === undefined ? '' : plainText(value).replace(/^@/, '');
  return /^[\w:.-]{2,60}$/.test(name) && !/^(?:none|tbd|n\/a|any)$/i.test(name) ? name : null;
}

const statusLabel = /^(?:status|state|estado|статус|状态|狀態|ステータス|상태)$/iu;
const doneWords =
  /^(?:\[x\]|[^\p{L}\p{N}])*(?:done|completed?|closed|finished|implemented|merged|shipped|已完成|完成|完了|완료|готово|выполнено)(?!\p{L})/iu;

/** @returns what a label `Status` says; '' where there is none */
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
 * Reads `Run:` with the `Expected:` after it. A command of which success is expected is a gate; one that is to fail (a
 * test written first) is none; of others the expectation is acceptance.
 */
export function proofOf(blocks: readonly Block[]): Proof {
  const proof: Proof = { gate: [], acceptance: [] };
  let commands: string[] = [];
  let shown: string[] = [];
  let asked: 'run' | 'verify' | null = null;
  for (const block of allBlocks(blocks)) {
    if (block.kind === 'heading') [commands, shown, asked] = [[], [], null];
    if (block.kind === 'code') {
      shown =
        shellLanguages.has(block.language) || (asked !== null && block.language === '')
          ? checksOfBlock(block.text)
          : [];
      if (asked !== null) commands = shown;
      if (asked === 'verify') proof.gate.push(...commandsOfBlock(block.text));
      asked = null;
    }
    if (block.kind === 'list' && asked === 'verify') proof.gate.push(...listedChecks(block));
    if (block.kind !== 'paragraph') continue;
    // What is expected may stand right behind commands that nothing tells to run.
    if (shown.length > 0 && expectation.test(withoutBold(block.text))) commands = shown;
    [shown, asked] = [[], null];
    for (const line of joinSpans(block.text).split('\n').flatMap(splitRuns)) {
      const plain = withoutBold(line).replace(/^[-*+]\s+/, '');
      const run =
        /^\s*(?:Run|Execute|Command|Verify|Verification|Test)(?: [\w ]{1,30})?\s*[:：]\s*(.*)$/i.exec(plain);
      const expected = expectation.exec(plain);
      if (expected) {
        settle(proof, commands, expected[1] ?? '');
        commands = [];
      } else if (run) {
        const words = run[1] ?? '';
        commands = commandsIn(words);
        const verify = /^\W*verif/i.test(plain);
        const said = words.replaceAll(/`[^`]*`/g, '');
        if (verify && !expectsFailure(said))
          proof.gate.push(
            ...commands.flatMap((command) => gateOf(command, wordsAbout(words, command)) ?? []),
          );
        else {
          // `Run: x → 12 passed`; an `Expected:` behind it says the same in more words.
          const [, said = ''] = /^`[^`]+`\s*(?:[→⇒—–-]+>?|=>|:|\()\s*(.+)$/.exec(words.trim()) ?? [];
          if (said !== '' && readExpectation(said).kind !== 'unknown') {
            settle(proof, commands, said.replace(/\)$/, ''));
            commands = [];
          }
        }
        if (words.trim() === '') asked = verify ? 'verify' : 'run';
      } else if (/^\s*Step \d/i.test(plain)) {
        const words = plain.replaceAll(/`[^`]*`/g, '');
        if (expectsSuccess(words)) settle(proof, checksIn(plain, codeSpans(plain)), words);
      }
    }
  }
  return proof;
}

/** Behind `Verify:` items that are a command and nothing else are to succeed, where they test, build or lint. */
function listedChecks(list: List): string[] {
  return list.items.flatMap((item) => {
    const words = textOfBlocks(item.children).trim();
    return /^`[^`]+`[.;]?$/.test(words) ? checksIn(`Verify: ${words}`, codeSpans(words)) : [];
  });
}

const expectation = /^\s*(?:Expected?|Expect|Should)(?: [\w ]{1,30})?\s*[:：]\s*(.*)$/im;

/** Both may stand in the line of a step: `Step 2: Run it — Run: x / Expected: PASS`. */
function splitRuns(line: string): string[] {
  return line.split(/(?<=\s)(?=\**(?:Run|Expected):)/);
}

/** @returns commands of a line: its code spans that are one, or the whole line where that clearly is one */
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
