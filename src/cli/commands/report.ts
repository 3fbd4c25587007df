import { Option } from 'commander';
import type { CommandSpec } from '../command-spec.ts';
import { reportOf, reportHtml, reportMarkdown } from '../report.ts';

export const report: CommandSpec = {
  name: 'report',
  summary: 'Print a report of a run: timeline, parallelism, cost',
  arguments: '<RUN>',
  configure: (command) =>
    command.addOption(new Option('--format <NAME>', 'how').choices(['markdown', 'html']).default('markdown')),
  async run({ output, client }, [id = ''], options) {
    const daemon = await client();
    const run = await daemon.run(id);
    const sessions = (await daemon.sessions({ all: true, repo: run.repo, limit: 10_000 })).filter(
      ({ run_id }) => run_id === run.id,
    );
    const found = reportOf(run, sessions);
    output.data('report', found, () =>
      options['format'] === 'html' ? reportHtml(found) : reportMarkdown(found),
    );
  },
};
