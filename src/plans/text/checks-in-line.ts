import { isCommand, isCommandSpan } from './commands.ts';
import { readExpectation } from './expectation.ts';
import { gateOf } from './gate-of.ts';
import { searches } from './verdict.ts';

/**
 * @returns commands in code spans of a line like "Run `npm test`" that test, build or lint, and need not fail;
 *   without spans, that of a line like "cargo test passes"
 */
export function checksIn(text: string, spans: readonly string[]): string[] {
  if (toFail.test(text)) return [];
  const saysOutcome = (span: string) =>
    searches(span) && isCounted.has(readExpectation(wordsAbout(text, span)).kind);
  if (!tells.test(text) && !onlyCommand.test(text) && !spans.some(saysOutcome)) return [];
  if (spans.length === 0) {
    const command = passing.exec(text.trim())?.[1] ?? '';
    return isCommand(command) && checking.test(command)
      ? [gateOf(command)].flatMap((gate) => gate ?? [])
      : [];
  }
  return spans.flatMap((span) => {
    if (!isCommandSpan(span)) return [];
    const words = wordsAbout(text, span);
    if (!checking.test(span) && !saysOutcome(span)) return [];
    return provingGate(span, words) ?? [];
  });
}

/** @returns the gate of a command that the text runs as proof: "run it and fix errors" expects no failure */
export function provingGate(command: string, words: string): string | undefined {
  const vague =
    readExpectation(words).kind === 'failure' && !/non-?zero|\bexit|\breject|\brefuse/i.test(words);
  return gateOf(command, vague ? '' : words);
}

/** Outcomes of a search that show its purpose. */
const isCounted: ReadonlySet<string> = new Set(['nothing', 'count']);

/** @returns the text about the command in a code span: the text after it, else the whole line without spans */
export function wordsAbout(text: string, span: string): string {
  const at = text.indexOf(span);
  const behind = (at < 0 ? '' : text.slice(at + span.length)).replace(/^`+/, '');
  const own = behind.split(/`[^`]*[\s/][^`]*`/)[0]?.replace(/^[\s,;:.*_)(—–-]+/, '') ?? '';
  return /\p{L}{3}|\d|∅/u.test(own)
    ? own.replace(/[\s)*_.]+$/, '')
    : text
        .replaceAll(/`[^`]*`/g, ' ')
        .replace(/^\s*(?:[-*+]\s+)?(?:\d[\w.]*[.):]?\s+)?/, '')
        .trim();
}

/** Only a command before the word. */
const passing = /^(?:[-*+]\s+)?(.{3,200}?)\s+(?:passes|pass|succeeds|exits? (?:with )?(?:code )?0)\.?$/;

/** Starts with the command, without another instruction. */
const onlyCommand = /^\s*(?:[-*+]\s+)?(?:\d[\w.]*[.):]?\s+)?`[^`]+`\s*(?:$|[,;:.(→—–-]|(?:and|from)\b)/;

/** Words that instruct to run a command. */
const tells =
  /\b(?:run|runs|verify|verif(?:ied|ication)|ensure|execute|check|confirm|pass(?:es)?|succeeds?|compiles?|validation|ejecutar?|verificar?|comprobar?|executar?|rodar?|ausführen|prüfen|jalankan|pastikan)\b|lancer|vérifi|запусти|провер|运行|执行|通过|実行|確認|成功|실행|통과/i;
const toFail = /(?:`|\b(?:it|they|tests?|must|should|to|expect(?:ed)?))\s+fails?\b|失敗する|紅燈|红灯/i;
const checking =
  /(?:^|[\s:/-])(?:tests?|test:[\w:-]+|lint|check|build|typecheck|type-check|tsc|clippy|vet|pytest|vitest|jest|mocha|mypy|ruff|eslint|rspec|validate|verify|ctest|nextest|phpunit|tox)\b(?!-)/;
