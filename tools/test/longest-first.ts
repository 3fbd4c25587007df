import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Seconds of the longest test files on two cores, rounded; only their order matters. Without it, a long file may start
 * last and run alone while the other workers have nothing to do. Vitest knows durations of earlier runs, but a fresh
 * checkout has none.
 */
export const longest: Readonly<Record<string, number>> = {
  'test/conformance/acp.test.ts': 220,
  'test/scenarios/daemon-killed.test.ts': 170,
  'test/scenarios/every-agent.test.ts': 140,
  'test/scenarios/repositories.test.ts': 120,
  'test/recordings/acp.test.ts': 110,
  'test/scenarios/command-once.test.ts': 100,
  'test/scenarios/plan-killed.test.ts': 80,
  'test/scenarios/flood.test.ts': 70,
  'test/scenarios/plan-runs.test.ts': 60,
  'test/scenarios/acp-sessions.test.ts': 60,
  'test/recordings/claude.test.ts': 50,
  'test/scenarios/many-sessions.test.ts': 40,
  'test/scenarios/retries.test.ts': 40,
  'test/scenarios/hostile-names.test.ts': 40,
  'test/scenarios/session-lifecycle.test.ts': 40,
  'test/scenarios/git-filters.test.ts': 40,
  'test/policy/corpus.test.ts': 35,
  'test/scenarios/admission.test.ts': 35,
  'test/scenarios/unasked.test.ts': 30,
  'test/scenarios/use-counts.test.ts': 30,
  'test/scenarios/shaped-answers.test.ts': 30,
  'test/scenarios/bad-input.test.ts': 30,
};

/** Starts the longest files first; the others follow in the order of Vitest. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const seconds = ({ moduleId, project }: TestSpecification) =>
      longest[relative(project.config.root, moduleId)] ?? 0;
    return sorted.toSorted((a, b) => seconds(b) - seconds(a));
  }
}
