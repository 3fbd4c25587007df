import type { PlanView } from '../../contract/answer.ts';
import type { CommandSpec } from '../command-spec.ts';
import { Exit, UsageError } from '../context.ts';
import { collect } from '../options.ts';
import { painter } from '../paint.ts';
import { planCommand, withPlanOptions, type PlanOptions } from '../plan-options.ts';
import { gateNoteLines, gatesText } from '../gate-text.ts';
import { planFormatTable } from '../../contract/plan-formats.ts';
import { plainFormats, planFormatsText } from '../plan-formats-text.ts';
import { planSize, planText, problemLines } from '../plan-text.ts';
import { stringifyPlan } from '../stringify-plan.ts';
import { trialText } from '../trial-text.ts';
import { hasObstacle, tryPlan } from '../try-plan.ts';

const actions = ['show', 'lint', 'try', 'import', 'formats'];

type Typed = PlanOptions & { gates?: boolean; base?: string; only?: string[] };

export const plan: CommandSpec = {
  name: 'plan',
  summary:
    "show, lint: a plan's units, waves and problems; try: run its gates on the base commit; import: the same as fairlead's own YAML; formats: the formats that are read",
  arguments: '<action> [plan...]',
  configure: (command) =>
    withPlanOptions(command)
      .option('--gates', 'with show: only the commands that must succeed')
      .option('--base <ref>', 'with try: the commit to run the gates on (default: HEAD)')
      .option('--only <unit>', 'with try: only this unit; may be given several times', collect),
  async run({ context, output, client }, [action = '', ...documents], options) {
    if (!actions.includes(action))
      throw new UsageError(`unknown action: ${action}`, `try: fairlead plan ${actions.join('|')} PLAN`);
    const { gates = false, base, only = [], ...typed } = options as Typed;
    for (const [option, given, owner] of [
      ['--gates', gates, 'show'],
      ['--base', base !== undefined, 'try'],
      ['--only', only.length > 0, 'try'],
    ] as const)
      if (given && action !== owner)
        throw new UsageError(
          `${option} does not go with: plan ${action}`,
          `try: fairlead plan ${owner} PLAN ${option}`,
        );
    if (action === 'formats') {
      if (documents.length > 0)
        throw new UsageError('plan formats takes no plan', 'try: fairlead plan show PLAN');
      const rows = planFormatTable;
      return output.data('formats', plainFormats(rows), () => planFormatsText(rows, painter(output.lively)));
    }
    if (documents.length === 0) throw new UsageError('no plan named', `try: fairlead plan ${action} PLAN`);
    const daemon = await client();
    const place = planCommand(context, documents, typed);
    const found = await daemon.ask('plan', { type: 'plan', ...place });
    const paint = painter(output.lively);
    let fails = found.problems.some(({ severity }) => severity === 'error');
    switch (action) {
      case 'import':
        output.data('plan', found, () => stringifyPlan(found));
        break;
      case 'show':
        output.data('plan', found, () => (gates ? gatesText(found, paint) : planText(found, paint)));
        break;
      case 'try': {
        refuseUnknown(found, only);
        for (const line of problemLines(
          found.problems.filter(({ severity }) => severity === 'error'),
          paint,
        ))
          output.note(line);
        const { allow_overlap: _order, ...where } = place;
        const asked = { ...where, ...(base !== undefined && { base }) };
        const trial = await tryPlan(daemon, found, asked, only, (text) => output.note(text));
        output.data('plan_trial', trial, () => trialText(trial, paint));
        fails ||= hasObstacle(trial);
        break;
      }
      default:
        output.data('plan', found, () =>
          [
            `${found.format}: ${planSize(found)}`,
            ...problemLines(found.problems, paint),
            ...gateNoteLines(found, paint),
          ].join('\n'),
        );
    }
    if (fails) throw new Exit(1);
  },
};

function refuseUnknown({ units }: PlanView, only: readonly string[]): void {
  const unknown = only.find((id) => !units.some((unit) => unit.id === id));
  if (unknown !== undefined)
    throw new UsageError(`unit not found: ${unknown}`, 'list the units: fairlead plan show PLAN');
}
