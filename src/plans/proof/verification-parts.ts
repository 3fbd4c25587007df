/** Splits a verification into commands and manual checks. */
import type { Block, Item } from '../markdown/block.ts';
import { codeSpans, labelled, plainText } from '../markdown/inline.ts';
import { allItems } from '../markdown/outline.ts';
import { isCommandSpan, isGate } from '../text/commands.ts';
import { provingGate, wordsAbout } from '../text/checks-in-line.ts';
import { commandsOfBlock } from '../text/shell-block.ts';
import { shellLanguages } from '../text/shell-lines.ts';

const noun =
  '(?:verifications?|checks?|tests?|testing(?: steps)?|test steps|steps|验证|驗證|测试|測試|检查|検証|テスト|確認|테스트|검증|확인|tests?|prüfung(?:en)?|verifizierung|vérifications?|verificación|verificação|pruebas?|testes?|проверк\\p{L}*|тест\\p{L}*)';
const automatedWords = new RegExp(
  `^\\W*(?:(?:automated|automatic|automatisierte|自动化?|自動化?(?:された)?|자동화?(?:된)?|автоматическ\\p{L}+|автоматизированн\\p{L}+)\\s*${noun}?|${noun}\\s+(?:automatizad\\p{L}+|automátic\\p{L}+|automatisé\\p{L}*|automatiques?))(?:\\s*\\([^)]*\\))?[\\s:：*]*$`,
  'iu',
);
const manualWords = new RegExp(
  `^\\W*(?:(?:manual|human|manuelle|手动|手動|人工|수동|ручн\\p{L}+)\\s*${noun}?|${noun}\\s+(?:manua(?:l|is|les)|manuel\\p{L}*))(?:\\s*\\([^)]*\\))?[\\s:：*]*$`,
  'iu',
);

export interface VerificationParts {
  automated: { items: Item[]; commands: string[] };
  manual: { items: Item[] };
  /** Items of other lists. */
  work: Item[];
  /** Everything in neither part. */
  other: Block[];
}

/** @returns the blocks below labels and headings for commands, those for a person, and the rest */
export function verificationParts(blocks: readonly Block[]): VerificationParts {
  const parts: VerificationParts = {
    automated: { items: [], commands: [] },
    manual: { items: [] },
    work: [],
    other: [],
  };
  let part: 'automated' | 'manual' | null = null;
  for (const block of blocks) {
    const label =
      block.kind === 'heading'
        ? plainText(block.text)
        : block.kind === 'paragraph'
          ? (labelled(block.text)?.label ??
            /^(?:\*\*([^*\n]{1,60})\*\*\W*|([\p{L} ]{2,40})[:：])$/u
              .exec(block.text)
              ?.slice(1)
              .find(Boolean) ??
            null)
          : null;
    if (label !== null) {
      part = automatedWords.test(label) ? 'automated' : manualWords.test(label) ? 'manual' : null;
      if (part !== null) continue;
    }
    const items = block.kind === 'list' ? allItems([block]).map(({ item }) => item) : [];
    if (part === null) {
      parts.other.push(block);
      parts.work.push(...items);
    } else parts[part].items.push(...items);
    if (
      part === 'automated' &&
      block.kind === 'code' &&
      (shellLanguages.has(block.language) || block.language === '')
    )
      parts.automated.commands.push(...commandsOfBlock(block.text).filter(isGate));
  }
  return parts;
}

/** @returns a gate for each command in an entry, which must succeed */
export function provenBy(text: string): string[] {
  return codeSpans(text).flatMap((span) =>
    isCommandSpan(span) ? (provingGate(span, wordsAbout(text, span)) ?? []) : [],
  );
}
