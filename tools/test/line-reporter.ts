import type { Reporter, TestCase } from 'vitest/node';

/** Prints one line per test: `ok NAME`, `failed NAME` or `skipped NAME`. NAME includes the names of its groups. */
export default class LineReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const word = { passed: 'ok', failed: 'failed', skipped: 'skipped', pending: 'pending' }[
      test.result().state
    ];
    process.stdout.write(`${word} ${test.fullName}\n`);
  }
}
