import { planFormatTable } from '../../../contract/plan-format-table.ts';
import type { CommandSpec } from '../../command-spec.ts';
import { painter } from '../../paint.ts';
import { plainFormats, planFormatsText } from '../../plan-formats-text.ts';

export const formats: CommandSpec = {
  name: 'formats',
  summary: 'List the plan formats that fairlead reads',
  async run({ output }) {
    const rows = planFormatTable;
    output.data('formats', plainFormats(rows), () => planFormatsText(rows, painter(output.lively)));
  },
};
