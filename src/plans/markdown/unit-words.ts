/** What several formats say about a unit in the same words: files, dependencies, commands and what is to come of them. */
import {
  checksIn,
  commandsOfBlock,
  isCommand,
  isCommandSpan,
  isGate,
  shellLanguages,
} from '../text/commands.ts';
import { pathsOfList } from '../text/paths.ts';
import type { Block, List } from './block.ts';
import { codeSpans, labelled, plainText } from './inline.ts';
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
      shown = shellLanguages.has(block.language) ? commandsOfBlock(block.text) : [];
      if (asked !== null && block.language === '') shown = commandsOfBlock(block.text);
      if (asked !== null) commands = shown;
      if (asked === 'verify') proof.gate.push(...commands.filter(isGate));
      asked = null;
    }
    if (block.kind === 'list' && asked === 'verify') proof.gate.push(...listedChecks(block));
    if (block.kind !== 'paragraph') continue;
    // What is expected may stand right behind commands that nothing tells to run.
    if (shown.length > 0 && expectation.test(block.text.replaceAll('**', ''))) commands = shown;
    [shown, asked] = [[], null];
    for (const line of block.text.split('\n').flatMap(splitRuns)) {
      const plain = line.replaceAll('**', '').replace(/^[-*+]\s+/, '');
      const run =
        /^\s*(?:Run|Execute|Command|Verify|Verification|Test)(?: [\w ]{1,30})?\s*[::]\s*(.*)$/i.exec(plain);
      const expected = expectation.exec(plain);
      if (expected) {
        settle(proof, commands, expected[1] ?? '');
        commands = [];
      } else if (run) {
        const words = run[1] ?? '';
        commands = commandsIn(words);
        const verify = /^\W*verif/i.test(plain);
        if (verify && !expectsFailure(words.replaceAll(/`[^`]*`/g, ''))) proof.gate.push(...commands);
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

const expectation = /^\s*(?:Expected?|Expect|Should)(?: [\w ]{1,30})?\s*[::]\s*(.*)$/im;

/** Both may stand in the line of a step: `Step 2: Run it — Run: x / Expected: PASS`. */
function splitRuns(line: string): string[] {
  return line.split(/(?<=\s)(?=\**(?:Run|Expected):)/);
}

/** @returns commands of a line: its code spans that are one, or the whole line where that clearly is one */
export function commandsIn(line: string): string[] {
  const spans = codeSpans(line).filter(isCommandSpan);
  if (spans.length > 0) return spans;
  return isCommand(line) && isGate(line) ? [line.trim()] : [];
}

function settle(proof: Proof, commands: readonly string[], expected: string): void {
  const words = plainText(expected);
  if (expectsFailure(words)) return;
  if (expectsSuccess(words)) proof.gate.push(...commands.filter(isGate));
  else if (commands.length > 0 && words !== '')
    proof.acceptance.push(`${commands.map((command) => `\`${command}\``).join(', ')}: ${words}`);
}

function expectsFailure(words: string): boolean {
  const without = words.replaceAll(
    /\b(?:no|0|zero|without)\s+(?:\w+\s+)?(?:errors?|fail\w*|warnings?)/gi,
    '',
  );
  if (/^(?:all |both |\d+ |tests? |build |it |should )*(?:pass|succe|compil|ok\b|clean)/i.test(without))
    return false;
  if (/失败|失敗|报错|報錯|エラー|실패|오류|에러/u.test(words.replaceAll(noErrors, ''))) return true;
  return /\b(?:fail(?:s|ed|ing|ure)?|errors?|undefined|not found|cannot|non-?zero|panic|does(?: not|n't)|missing)\b/i.test(
    without,
  );
}

/** "No errors" where people write so. */
const noErrors =
  /(?:无|無|没有|沒有)(?:任何)?(?:错误|錯誤|报错|報錯|失败|失敗|警告)|(?:エラー|失敗|警告)(?:が)?な(?:し|く|い)|(?:오류|에러|실패|경고)\s*없/gu;

/** @returns whether words say that all goes well: "passes", "exit code 0", "no errors"; what is only to be no worse may fail */
export function expectsSuccess(words: string): boolean {
  if (words.search(noErrors) >= 0 || /通过|通過|成功|通る|통과|성공/u.test(words)) return true;
  return /\b(?:pass(?:es|ed|ing)?|succe\w+|compiles?|clean(?:ly)?|green|ok|exits? (?:with )?(?:code |status )?0|exit(?: code| status)?:? 0|(?:no|0|zero|without) (?!new )(?:\w+ )?(?:errors?|warnings?|issues|failures|problems))\b/i.test(
    words,
  );
}
