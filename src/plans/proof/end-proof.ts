import type { PlanStep } from '../../contract/plan.ts';
import { personOf } from '../../contract/person-words.ts';
import type { UnitDraft } from '../draft.ts';
import type { Block } from '../markdown/block.ts';
import { plainText } from '../markdown/inline.ts';
import { allBlocks, itemText, sectionsAround } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { proofOf } from '../markdown/unit-words.ts';
import type { Proof } from '../markdown/unit-words.ts';
import { isGate } from '../text/commands.ts';
import { commandsOfBlock } from '../text/shell-block.ts';
import { shellLanguages } from '../text/shell-lines.ts';
import { checksOf, stepWords } from '../boxes/box-items.ts';
import { provenBy, verificationParts } from './verification-parts.ts';

const ending =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:validation(?: and acceptance)?|verification(?: plan| steps)?|how to verify|test(?:ing)?(?: plan| strategy)?|automated verification|验证(?:计划|方案|步骤)?|驗證(?:計劃|方案)?|测试(?:计划|方案)?|検証(?:計画|方法)?|テスト(?:計画)?|검증(?: 계획)?|테스트(?: 계획)?|verifikation(?:splan)?|(?:über)?prüfung(?:en)?|testplan|tests?|plan de (?:vérification|tests?|verificación|pruebas|verificação|testes)|vérifications?|verificación|verificação|проверка|план проверки)\W*$/iu;

/** The proof of a whole document, which becomes that of the last unit. */
export interface EndProof extends Proof {
  /** Final checks for a person. */
  steps: PlanStep[];
}

/** @param units units that chapters may be in; a chapter that is a unit, or in one, proves only that unit */
export function proofAtEnd(file: MarkdownFile, units: readonly UnitDraft[] = []): EndProof {
  const chapters = file.sections.filter(
    ({ heading }) => heading.level > 1 && ending.test(plainText(heading.text)),
  );
  const isUnit = (line: number) => {
    const start = file.source.lines[line]?.start ?? 0;
    return units.some(({ range }) => range.start <= start && start < range.end);
  };
  const proofs = chapters
    .filter((section) => !sectionsAround(section.parent).some((above) => chapters.includes(above)))
    .filter(({ from }) => !isUnit(from))
    .map(({ blocks }) => proofIn(blocks));
  return {
    gate: proofs.flatMap(({ gate }) => gate),
    acceptance: proofs.flatMap(({ acceptance }) => acceptance),
    steps: proofs.flatMap(({ steps }) => steps),
  };
}

/** Adds the proof of all units to the last one. */
export function holdLastTo(units: readonly UnitDraft[], { gate, acceptance, steps }: EndProof): void {
  const last = units.at(-1);
  last?.gate.push(...gate);
  last?.acceptance.push(...acceptance);
  last?.steps.push(...steps.map((step) => ({ ...step, done: step.done || last.done })));
}

function proofIn(blocks: readonly Block[]): EndProof {
  const { automated, manual, other, work } = verificationParts(blocks);
  const own = proofOf(other);
  const byHand = work.filter((item) => personOf(plainText(itemText(item))) !== null);
  return {
    gate: [
      ...own.gate,
      ...checksOf(other),
      ...commandsShown(other),
      ...automated.items.flatMap((item) => provenBy(itemText(item))),
      ...automated.commands,
    ],
    acceptance: [...own.acceptance, ...automated.items.map((item) => plainText(itemText(item)))].filter(
      Boolean,
    ),
    steps: [...manual.items, ...byHand].map((item) => ({
      title: stepWords(plainText(itemText(item))),
      kind: 'verify',
      done: item.box?.done ?? false,
    })),
  };
}

function commandsShown(blocks: readonly Block[]): string[] {
  return [...allBlocks(blocks)].flatMap((block) =>
    block.kind === 'code' && shellLanguages.has(block.language)
      ? commandsOfBlock(block.text).filter(isGate)
      : [],
  );
}
