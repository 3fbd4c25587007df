import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../test/support/plan-files.ts';

describe('plans in other languages', () => {
  it.each([
    [
      '# Umsetzungsplan: Ofen\n\n## Schritt 1: Fühler\n\nx\n\n## Schritt 2: Anzeige\n\ny\n\n## Prüfung\n\n- `npm test`\n',
    ],
    [
      '# Plan de mise en œuvre\n\n## Étape 1: Sonde\n\nx\n\n## Étape 2: Cadran\n\ny\n\n## Vérification\n\n- `npm test`\n',
    ],
    ['# 实施计划\n\n## 步骤 1：探头\n\nx\n\n## 步骤 2：显示\n\ny\n\n## 验证\n\n- `npm test`\n'],
    ['# План работ\n\n## Этап 1: Датчик\n\nx\n\n## Этап 2: Экран\n\ny\n\n## Проверка\n\n- `npm test`\n'],
  ])('have their steps as units and the chapter at the end as proof: %j', (text) => {
    const plan = planOf({ 'docs/kiln.md': text });
    expect(graphOf(plan)).toEqual(['1', '2 <- 1']);
    expect(plan.units.map(({ gate }) => gate)).toEqual([[], ['npm test']]);
  });

  it('have labels with a colon of full width', () => {
    const plan = planOf({
      'task_plan.md':
        '# 任务计划\n\n**目标：** 保温\n\n### 阶段 1：探头\n\n**状态：** 已完成\n\n### 阶段 2：显示\n\n**文件**：`src/a.ts`\n\nRun：`npm test`\nExpected：PASS\n',
    });
    expect(plan.goal).toBe('保温');
    expect(plan.units.map(({ done }) => done)).toEqual([true, false]);
    expect(unitOf(plan, '2')).toMatchObject({ files: ['src/a.ts'], gate: ['npm test'] });
  });

  it.each(['**Dépend de**: aucune', '**依赖**：无', '**Зависимости**: нет'])(
    'say that a task waits for nothing: %s',
    (line) =>
      expect(
        graphOf(planOf({ 'docs/plan.md': `# Plan\n\n### Task 1: A\n\nx\n\n### Task 2: B\n\n${line}\n` })),
      ).toEqual(['1', '2']),
  );
});
