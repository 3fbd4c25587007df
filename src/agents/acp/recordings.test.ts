/** Real traffic of ACP agents, and the adapter's events. Recorded with `test/recordings/record-acp.ts`. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replay, type Replay } from '../../../test/recordings/replay.ts';
import type { Passage } from '../../../test/support/agent-pump.ts';
import { acpAdapter } from './adapter.ts';

const directory = join(import.meta.dirname, '../../../test/recordings/acp');
const names = globSync('*/*.jsonl', { cwd: directory }).map((file) => file.replace(/\.jsonl$/, ''));

describe.each(names)('recorded: %s', (name) => {
  it('tells this story', async () => {
    await expect(played(name).story).toMatchFileSnapshot(join(directory, `${name}.events.txt`));
  });

  it('writes what was written when it was recorded', () => {
    const { sent, recorded } = played(name);
    expect(sent).toEqual(recorded);
  });

  it('finishes what it begins, reads every line and keeps little', () => {
    const { events, finalState, largestState } = played(name);
    const told = (type: string) => events.filter((event) => event.type === type).length;
    expect(told('turn_started')).toBe(told('turn_ended'));
    expect(told('tool_called')).toBe(told('tool_finished'));
    expect(told('unreadable')).toBe(0);
    expect(['idle', 'failed']).toContain((finalState['phase'] as { kind: string }).kind);
    expect(largestState).toBeLessThan(4_000);
  });
});

function played(name: string): Replay {
  const lines = readFileSync(join(directory, `${name}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  return replay(
    acpAdapter,
    lines.map((line) => JSON.parse(line) as Passage),
  );
}
