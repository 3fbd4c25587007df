/** Reads the order of tasks in a chapter "Task Dependencies". */
import { plainText } from '../markdown/inline.ts';
import { allItems, itemText } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { orderByArrows } from '../markdown/arrow-order.ts';
import { rangeOfIds } from '../markdown/id-range.ts';
import { tablesOf } from '../markdown/pipe-tables.ts';

export interface TaskOrder {
  /** @returns the dependencies of a task, [] if it may start at once, undefined if the chapter does not mention it */
  needsOf(id: string): string[] | undefined;
  /** The same for documents with a default order: a task that is only a dependency keeps its place. */
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
 * @param ids ids of the document's tasks, in order: possible targets in a drawing
 * @returns the stated order; undefined if there is no chapter, or it names no task by number
 */
export function taskOrder(file: MarkdownFile, ids: Iterable<string> = []): TaskOrder | undefined {
  const needs = new Map<string, string[]>();
  const wanted = new Set<string>();
  let others: string[] | undefined;
  const add: Add = (ids, of) => {
    for (const id of ids) needs.set(id, [...new Set([...(needs.get(id) ?? []), ...of])]);
    for (const id of of) wanted.add(id);
  };
  for (const line of linesOfChapters(file)) {
    const every = readLine(line, add);
    if (!every) continue;
    others = every;
    for (const id of others) wanted.add(id);
  }
  const places = new Map([...ids].map((id, index) => [id, index]));
  const names = { idsOf, placeOf: (id: string) => places.get(id) };
  for (const [id, before] of orderByArrows(linesOfDrawings(file), names)) add([id], before);
  readTables(file, add);
  if (needs.size === 0 && !others) return undefined;
  const saysOf = (id: string) => {
    const own = needs.get(id);
    if (own) return own.filter((need) => need !== id);
    return others && !others.includes(id) ? others : undefined;
  };
  return {
    saysOf,
    // Other tasks wait for it, and it has no stated dependencies.
    needsOf: (id) => saysOf(id) ?? (wanted.has(id) ? [] : undefined),
  };
}

type Add = (ids: readonly string[], of: readonly string[]) => void;

/** @returns the dependencies of all other tasks, if the line states them */
function readLine(line: string, add: Add): string[] | undefined {
  const none = free.exec(line);
  const said = needing.exec(line);
  const label = labelled.exec(line);
  const every = everyOther.exec(line);
  if (none) add(idsOf(none[1] ?? ''), []);
  else if (said) add(idsOf(said[1] ?? ''), idsOf(firstSentence(said[2] ?? '')));
  else if (every) return idsOf(firstSentence(every[1] ?? ''));
  else if (label && nothing.test(label[2] ?? '')) add(idsOf(label[1] ?? ''), []);
  else if (label && onlyIds.test(firstSentence(label[2] ?? '').trim()))
    add(idsOf(label[1] ?? ''), idsOf(firstSentence(label[2] ?? '')));
  return undefined;
}

/** Tables of tasks with a column "Depends on". */
function readTables(file: MarkdownFile, add: Add): void {
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
}

/** Drawings keep their indentation, which shows the nesting. */
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

/** Text in brackets, or after a dash or a full stop, is a reason. */
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
