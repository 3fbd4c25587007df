/** Builds a unit's prompt: the plan's own text, plus only what the agent cannot know from it. */
import type { RunEventData } from '../../contract/run-event.ts';
import { unitAt, type Run } from './state.ts';

export function unitPrompt(run: Run, id: string): string {
  const found = unitAt(run, id);
  const planned = found && run.plan.units[found.index];
  if (!found || !planned) return '';
  const { goal, context, attached = [], title } = run.plan;
  return [
    `You work on one unit of the plan "${title}": ${planned.title}`,
    goal === null ? '' : `The plan's goal: ${goal}`,
    'The dependencies of this unit are done and in your workspace. Do this unit only.',
    context.length > 0 ? `Read first: ${context.join(', ')}` : '',
    ...attached.map(({ path, text }) => `From ${path}:\n\n${text}`),
    planned.prompt,
    ...found.unit.answers.map(({ question, text }) => `Decided by a person: ${question}: ${text}`),
    planned.gate.length > 0 ? `It counts as done when this succeeds:\n${planned.gate.join('\n')}` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

export function conflictPrompt(
  run: Run,
  { reason, text }: Pick<RunEventData['unit.conflicted'], 'reason' | 'text'>,
): string {
  return [
    `Your work is done, but it conflicts with earlier merges: ${reason}.`,
    text,
    `Commit what you have not committed yet, then merge the branch ${run.branch?.name ?? ''} into yours with git, resolve what conflicts so that the intent of both sides is kept, and commit.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
