/** Real traffic of Claude Code, and the adapter's events. Recorded with `test/recordings/record-claude.ts`. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replay, type Replay } from '../../../test/recordings/replay.ts';
import type { Passage } from '../../../test/support/agent-pump.ts';
import { claudeAdapter } from './adapter.ts';

const directory = join(import.meta.dirname, '../../../test/recordings/claude');
const names = globSync('*.jsonl', { cwd: directory }).map((file) => basename(file, '.jsonl'));

describe.each(names)('recorded: %s', (name) => {
  it('tells this story', async () => {
    await expect(played(name).story).toMatchFileSnapshot(join(directory, `${name}.events.txt`));
  });

  it('writes what was written when it was recorded', () => {
    const { sent, recorded } = played(name);
    expect(sent).toEqual(recorded);
  });

  it('leaves nothing open and keeps little', () => {
    const { events, finalState, largestState } = played(name);
    expect(finalState['asked']).toEqual({});
    expect(Object.values(finalState['prompts'] ?? {})).not.toContain('begun');
    expect(largestState).toBeLessThan(1_000);
    expect(events.filter(({ type }) => type === 'unreadable')).toEqual([]);
  });
});

function played(name: string): Replay {
  const lines = readFileSync(join(directory, `${name}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  return replay(
    claudeAdapter,
    lines.map((line) => JSON.parse(line) as Passage),
  );
}
