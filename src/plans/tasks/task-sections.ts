import { plainText } from '../markdown/inline.ts';
import type { Section } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { isOver } from '../markdown/struck.ts';

export interface TaskSection {
  section: Section;
  id: string;
  title: string;
  done: boolean;
  /** The batch, chunk or phase, in order from 0; null if there is none. */
  group: Section | null;
}

/** A letter is an id only after white space: the `s` of a chapter "Tasks" is not. */
const taskHeading =
  /^(?:\W*\s)?(?:\[[\w ]{1,12}\]\s*)?(?:(?:Tasks?|Aufgabe|Tarea|Tarefa|Tâche|Taak|Задача|タスク|任务|任務|작업)(?:\s*#?\s*(\d+(?:[.–-]\d+)*[a-z]?)|\s+#?([A-Z]\d*(?:\.\d+)*|[A-Z]+-\d+))|(T-?\d{2,4}[a-z]?|TASK-\d{1,4}[a-z]?))(?:\s*[:：.)—–-]+\s*|\s+|$)(.*)$/iu;
const groupHeading =
  /^(?:\W*\s)?(?:Batch|Chunk|Phase|Wave|Stage|Milestone|Part|Sprint|Group|Section)\s*#?\s*([\dA-Z]+)\b/i;

/** @returns the sections that are tasks, except those that contain tasks */
export function taskSections(file: MarkdownFile): TaskSection[] {
  const found: TaskSection[] = [];
  const holders = new Set<Section>();
  let group: Section | null = null;
  for (const section of file.sections) {
    const words = plainText(section.heading.text);
    const match = taskHeading.exec(words);
    if (!match) {
      if (groupHeading.test(words)) group = section;
      else if (group && section.heading.level < group.heading.level) group = null;
      continue;
    }
    for (let above = section.parent; above && !holders.has(above); above = above.parent) holders.add(above);
    const [, number, letter, code, rest = ''] = match;
    const id = number ?? letter ?? code ?? '';
    found.push({
      section,
      id,
      title: rest.replaceAll(/[✅✔☑]\uFE0F?|\[x\]/g, '').trim() || words,
      done: isOver(section.heading.text),
      group,
    });
  }
  return found.filter((task) => !holders.has(task.section));
}

/** @returns the id of a task named as in a heading, `Task 4: …`; undefined if there is none */
export function idOfTask(words: string): string | undefined {
  const [, number, letter, code] = taskHeading.exec(words) ?? [];
  return number ?? letter ?? code;
}
