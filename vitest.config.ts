import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import LongestFirst from './tools/test/longest-first.ts';

/** One more than cores: scenarios wait for agents, git and disks, and each of them leaves a core idle meanwhile. */
const maxWorkers = availableParallelism() + 1;

export default defineConfig({
  test: {
    reporters: ['default', './tools/test/count-reporter.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'tools/**/*.test.ts'],
          testTimeout: 60_000,
          maxWorkers,
          // Half of the time of isolated files is spent on loading the same modules again.
          isolate: false,
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/support/prepare-machine.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          maxWorkers,
        },
      },
    ],
  },
});
