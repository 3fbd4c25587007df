/** What a chapter "Task Dependencies" says of the tasks of a document. */
import { plainText } from '../markdown/inline.ts';
import { allItems, itemText } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { orderByArrows } from '../markdown/arrow-order.ts';
import { rangeOfIds } from '../markdown/id-range.ts';
import { tablesOf } from './pipe-tables.ts';

export interface TaskOrder {
  /** @returns what a task waits for, [] where it may begin at once, undefined where the chapter does not speak of it */
  needsOf(id: string): string[] | undefined;
  /** The same for documents whose order holds for all that the chapter does not say: who is only waited for keeps its place. */
  saysOf(id: string): string[] | undefined;
}

const chapter =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:task |execution )?(?:dependenc(?:y|ies)(?: (?:graph|order|matrix|map|diagram|chain|tree|(?:&|and) execution order))?|depends on)\W*$|^(?:任务)?依赖(?:关系)?$|^(?:任務)?依賴(?:關係)?$|^(?:タスク(?:の)?)?依存(?:関係)?$|^(?:작업 )?의존(?:성| 관계)?$|^Abhängigkeiten$|^Dependencias(?: de tareas)?$|^Dépendances(?: des tâches)?$|^Зависимости(?: задач)?$/iu;
const oneId = String.raw`[A-Z]?\d+(?:\.\d+)*[a-z]?`;
const list = String.raw`\[?(?:(?:Sub)?Tasks?|任务|任務|タスク|작업|Tareas?|Tâches?|Aufgaben?|Задач[аи])?\s*#?${oneId}\]?(?:\s*(?:,|、|，|and|&|\+|-|–|to|和|und|y|et|и|と)\s*\[?(?:(?:Sub)?Tasks?|任务|任務|タスク|작업|Tareas?|Tâches?|Aufgaben?|Задач[аи])?\s*#?${oneId}\]?)*`;
const verb = String.raw`\s*(?:[:：]\s*)?(?:\([^()]*\)\s*)?(?:(?:only |also )?depends? on|is blocked by|are blocked by|blocked by|requires?|needs?|waits? for|(?:must |should |can )?(?:come|run|start|begin)s? after|after|依赖于?|依賴於?|は|←|<-|hängt (?:ab )?von|hängen (?:ab )?von|depende[n]? de|dépend(?:ent)? de|завис(?:ит|ят) от)\s*`;
const needing = new RegExp(`^(${list})${verb}(.*)$`, 'isu');
const labelled = new RegExp(`^(${list})\\s*[:：]\\s*(.*)$`, 'isu');
const free = new RegExp(
  `^(${list})\\s*[:：—–-]?\\s*(?:has |have |is |are )?\\(?(?:none\\b|no (?:task )?dependenc|independent|nothing|can (?:start|begin|be started) (?:immediately|at once|first)|无依赖|無依賴|没有依赖|無し|なし|依存なし|无\\s*$|無\\s*$|없음|keine|ninguna|aucune|нет)`,
  'iu',
);
const onlyIds = new RegExp(`^${list}$`, 'iu');
const nothing = /^\W*(?:none|no\b|nothing|n\/a|无|無|なし|없음|keine|ningun|aucune|нет)|^\s*[-—–]?\s*$/iu;
const everyOther = new RegExp(String.raw`^(?:all|every)(?: (?:the )?other)? tasks?${verb}(.*)$`, 'isu');

/**
 * @param ids of the document's tasks, in order: what a drawing may point at
 * @returns what the chapter says; undefined where there is none, or none that names tasks by number
 */
export function taskOrder(file: MarkdownFile, ids: Iterable<string> = []): TaskOrder | undefined {
  const needs = new Map<string, string[]>();
  const wanted = new Set<string>();
  let others: string[] | undefined;
  const add = (ids: readonly string[], of: readonly string[]) => {
    for (const id of ids) needs.set(id, [...new Set([...(needs.get(id) ?? []), ...of])]);
    for (const id of of) wanted.add(id);
  };
  for (const line of linesOfChapters(file)) {
    const none = free.exec(line);
    const said = needing.exec(line);
    const label = labelled.exec(line);
    const every = everyOther.exec(line);
    if (none) add(idsOf(none[1] ?? ''), []);
    else if (said) add(idsOf(said[1] ?? ''), idsOf(firstSentence(said[2] ?? '')));
    else if (every) {
      others = idsOf(firstSentence(every[1] ?? ''));
      for (const id of others) wanted.add(id);
    } else if (label && nothing.test(label[2] ?? '')) add(idsOf(label[1] ?? ''), []);
    else if (label && onlyIds.test(firstSentence(label[2] ?? '').trim()))
      add(idsOf(label[1] ?? ''), idsOf(firstSentence(label[2] ?? '')));
  }
  const places = new Map([...ids].map((id, index) => [id, index]));
  const names = { idsOf, placeOf: (id: string) => places.get(id) };
  for (const [id, before] of orderByArrows(linesOfDrawings(file), names)) add([id], before);
  for (const { header, rows } of tablesOf(file)) {
    const column = header.findIndex((words) =>
      /^(?:depends? on|blocked by|dependenc(?:y|ies)|prerequisites?|after|依赖(?:于|项)?|依賴|依存(?:先)?|의존|선행|abhängig von|depende de|dépend de|зависит от)$/iu.test(
        words,
      ),
    );
    if (
      column < 1 ||
      !/^(?:task|#|id|todo|no\.?|任务|任務|タスク|작업|aufgabe|tarea|tarefa|tâche|задача)/iu.test(
        header[0] ?? '',
      )
    )
      continue;
    for (const { cells } of rows)
      add(idsOf(cells[0]?.text ?? ''), idsOf(firstSentence(plainText(cells[column]?.text ?? ''))));
  }
  if (needs.size === 0 && !others) return undefined;
  const saysOf = (id: string) => {
    const own = needs.get(id);
    if (own) return own.filter((need) => need !== id);
    return others && !others.includes(id) ? others : undefined;
  };
  return {
    saysOf,
    // Others wait for it, and it is not said to wait for anything.
    needsOf: (id) => saysOf(id) ?? (wanted.has(id) ? [] : undefined),
  };
}

/** Drawings keep their indentation: it says what stands below what. */
function linesOfDrawings(file: MarkdownFile): string[] {
  return file.sections
    .filter(({ heading }) => chapter.test(plainText(heading.text)))
    .flatMap(({ blocks }) => [
      ...allItems(blocks).map(({ item }) => plainText(itemText(item))),
      ...blocks.flatMap((block) =>
        block.kind === 'paragraph' || block.kind === 'code' ? ['', ...block.text.split('\n')] : [],
      ),
    ]);
}

function linesOfChapters(file: MarkdownFile): string[] {
  return file.sections
    .filter(({ heading }) => chapter.test(plainText(heading.text)))
    .flatMap(({ blocks }) => [
      ...allItems(blocks).map(({ item }) => itemText(item)),
      ...blocks.flatMap((block) =>
        block.kind === 'paragraph' || block.kind === 'code' ? block.text.split('\n') : [],
      ),
    ])
    .map((line) => plainText(line))
    .filter(Boolean);
}

/** What stands in brackets, or behind a dash or a full stop, tells why. */
function firstSentence(said: string): string {
  return (
    said
      .replaceAll(/\([^()]*\)/g, ' ')
      .split(/\s[—–]\s|[;；。]|\.(?:\s|$)|\b(?:because|for its|so that|but)\b/)[0] ?? ''
  );
}

function idsOf(text: string): string[] {
  return [
    ...text.matchAll(
      /(?<![\p{L}\d])[A-Z]?\d+(?:\.\d+)*[a-z]?(?:\s*(?:-|–|\bto\b)\s*[A-Z]?\d+(?:\.\d+)*(?![\p{L}\d]))?(?![a-z\d])/giu,
    ),
  ].flatMap(([part]) => rangeOfIds(part));
}
