import { plainText } from '../markdown/inline.ts';
import type { Section } from '../markdown/outline.ts';
import { valuesOf } from '../markdown/unit-words.ts';
import { idsIn } from './task-ids.ts';

/** @returns ids after a label `Depends on`, [] for "none", undefined if the unit does not state any */
export function dependenciesOf(blocks: Section['blocks'], known?: ReadonlySet<string>): string[] | undefined {
  const values = valuesOf(blocks, dependsLabel);
  // Results follow the same word.
  if (values.length === 0) {
    const ids = idsIn(plainText(valuesOf(blocks, /^after$/i).join(', ')), known);
    return ids.length > 0 ? ids : undefined;
  }
  const text = plainText(values.join(', '))
    // Parallel tasks are named there too.
    .replaceAll(/[;,.(]?\s*(?:can (?:be )?(?:run|done) )?(?:in )?parallel (?:with|to)\b[^;)]*/gi, ' ')
    .replaceAll(/[[\]();]/g, ' ')
    .trim();
  const ids = idsIn(text, known);
  if (ids.length > 0) return ids;
  return text === '' || nothing.test(text) ? [] : undefined;
}

const dependsLabel =
  /^(?:depends?(?:ing)?(?: on)?|dependenc(?:y|ies)|blocked by|prerequisites?|requires tasks?|depende de|dependencias|dependências|dépend de|dépendances|abhängig(?:keiten| von)?|зависит от|зависимости|依存|依存関係|依存先|依赖(?:于|项|关系)?|依賴(?:於)?|前置(?:任务|任務|条件|條件)|의존|의존성|의존 대상|선행(?: 작업)?)$/iu;
const nothing =
  /^(?:none|no|nothing|n\/a|independent|ningun[ao]|nenhum[ao]?|aucune?|keine?)\b|^(?:[-—–]|нет(?!\p{L})|なし|无|無|없음)/iu;
