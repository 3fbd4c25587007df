/** `T1: x`, `#12 x`, `ABC-3: x`, `Task 4: x`, `任务 4：x`. */
export function issueId(words: string): { id: string; rest: string } | undefined {
  const match =
    /^(?:(?:#|(?:[Tt]ask|[Ss]tep|Aufgabe|Schritt|Tarea|Paso|Tarefa|Passo|Tâche|Étape|Задача|Шаг|任务|任務|步骤|タスク|ステップ|작업|단계)\s*#?(?=\d))(\d+(?:\.\d+)*[a-z]?)(?![\d.]*\p{L})|([A-Z][A-Z0-9]*-?\d+[a-z]?)(?=\s*[:.)\]—–-]|\s))[\s:：.)\]—–-]*(\S.*)$/su.exec(
      words,
    );
  return match ? { id: match[1] ?? match[2] ?? '', rest: match[3] ?? '' } : undefined;
}
