import type { RuleView } from '../contract/answer.ts';
import type { Paint, Tone } from './paint.ts';
import { fitLine } from './text/fit-line.ts';
import { padRight } from './text/columns.ts';

const tones: Record<RuleView['decision'], Tone> = { allow: 'good', ask: 'attention', deny: 'bad' };

/** Formats a rule with its origin, its scope and its remaining uses. */
export function ruleText(rule: RuleView, paint: Paint): string {
  const { decision, reason, state } = rule;
  const head = `${paint(padRight(decision, 5), tones[decision])}  ${paint(fitLine(rule.rule, 300), 'strong')}`;
  const rest = state === 'in_force' ? '' : `  ${paint(state.replace('_', ' '), 'attention')}`;
  const details = [
    placeText(rule),
    reachText(rule),
    ...limitsText(rule),
    ...(reason === null ? [] : [reason]),
  ];
  return `${head}${rest}\n       ${paint(fitLine(details.filter(Boolean).join(' · '), 600), 'quiet')}`;
}

/** Formats the place of a rule: `FILE:LINE`, or the id and who added it. */
export function placeText({ id, source, line }: Pick<RuleView, 'id' | 'source' | 'line'>): string {
  if (id !== null) return fitLine(`${id} · ${source}`, 300);
  return fitLine(line === null ? source : `${source}:${line}`, 300);
}

function reachText({ scope, within }: RuleView): string {
  switch (scope) {
    case null:
      return '';
    case 'session':
    case 'run':
      return `${scope} ${within}`;
    case 'repository':
      return 'this repository';
    case 'user':
      return 'everywhere';
  }
}

function limitsText({ expires, max_uses, uses }: RuleView): string[] {
  return [
    ...(expires === null ? [] : [`until ${expires}`]),
    ...(max_uses === null ? [] : [`used ${uses} of ${max_uses} times`]),
  ];
}
