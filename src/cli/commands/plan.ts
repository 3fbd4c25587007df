import type { CommandSpec } from '../command-spec.ts';
import { Exit, UsageError } from '../context.ts';
import { painter } from '../paint.ts';
import { planCommand, withPlanOptions, type PlanOptions } from '../plan-options.ts';
import { gateNoteLines, gatesText } from '../gate-text.ts';
import { planFormatTable } from '../../contract/plan-format-table.ts';
import { plainFormats, planFormatsText } from '../plan-formats-text.ts';
import { planSize, planText, problemLines } from '../plan-text.ts';
import { stringifyPlan } from '../stringify-plan.ts';

const actions = ['show', 'lint', 'import', 'formats'];

export const plan: CommandSpec = {
  name: 'plan',
  summary:
    "show, lint: a plan's units, waves and problems; import: the same as fairlead's own YAML; formats: the formats that are read",
  arguments: '<action> [plan...]',
  configure: (command) =>
    withPlanOptions(command).option('--gates', 'with show: only the commands that must succeed'),
  async run({ context, output, client }, [action = '', ...documents], options) {
    if (!actions.includes(action))
      throw new UsageError(`"${action}" is nothing to do with a plan`, `choose ${actions.join(', ')}`);
    if (action === 'formats') {
      if (documents.length > 0)
        throw new UsageError('plan formats takes no plan', 'try: fairlead plan show PLAN');
      const rows = planFormatTable;
      return output.data('formats', plainFormats(rows), () => planFormatsText(rows, painter(output.lively)));
    }
    if (documents.length === 0) throw new UsageError('no plan named', `try: fairlead plan ${action} PLAN`);
    const daemon = await client();
    const found = await daemon.ask('plan', {
      type: 'plan',
      ...planCommand(context, documents, options as PlanOptions),
    });
    const paint = painter(output.lively);
    const worst = found.problems.some(({ severity }) => severity === 'error');
    if (action === 'import') output.data('plan', found, () => stringifyPlan(found));
    else if (action === 'show' && options['gates'] === true)
      output.data('plan', found, () => gatesText(found, paint));
    else if (action === 'show') output.data('plan', found, () => planText(found, paint));
    else
      output.data('plan', found, () =>
        [
          `${found.format}: ${planSize(found)}`,
          ...problemLines(found.problems, paint),
          ...gateNoteLines(found, paint),
        ].join('\n'),
      );
    if (worst) throw new Exit(1);
  },
};
