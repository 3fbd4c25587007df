/** What we say that we understand of a command line, another parser has to find as well: that, and nothing else. */
import { beforeAll, describe, expect, test } from 'vitest';
import { readShell } from '../../src/core/policy/shell/read-shell.ts';
import { fuzzed } from './fuzzed.ts';
import { hostile } from './hostile.ts';
import { mutated } from './mutated.ts';
import { ordinary } from './ordinary.ts';
import { payload } from './sandbox.ts';
import { createSecondParser, type SecondCommand, type SecondReading } from './second-parser.ts';

let second: (source: string) => SecondReading;

beforeAll(async () => {
  second = await createSecondParser();
});

const hostileLines = Object.values(hostile)
  .flat()
  .map((line) => line.replaceAll('PAYLOAD', payload));

test.each([
  ['hostile', hostileLines, 50],
  ['ordinary', ordinary, 55],
  ['put together by chance', fuzzed(20_261_121, 20_000, payload), 4_000],
  ['mutated', mutated([...hostileLines, ...ordinary], 20_261_121, 20_000), 5_000],
])('%s lines', (_kind, lines, least) => {
  // Loops, here-documents and known variables are held against real shells instead: see corpus.test.ts.
  const understood = lines.filter((line) => {
    const { unclear, extended } = readShell(line);
    return unclear === null && !extended;
  });
  expect(understood.length).toBeGreaterThan(least);
  expect(understood.flatMap((line) => differenceIn(line) ?? [])).toEqual([]);
});

/** The line with what both make of it, where that is not the same. */
function differenceIn(line: string): object | undefined {
  const { beyond, commands } = second(line);
  const ours = readShell(line).commands.map(({ words, assignments, writes, reads }): SecondCommand => ({
    words: words.map(({ value, glob }) => ({ value, glob })),
    assignments,
    writes,
    reads,
  }));
  const isSame = beyond.length === 0 && JSON.stringify(ordered(commands)) === JSON.stringify(ordered(ours));
  return isSame ? undefined : { line, beyond, ours, theirs: commands };
}

function ordered(commands: readonly SecondCommand[]): unknown {
  return commands.map(({ words, assignments, writes, reads }) => [
    words.map(({ value, glob }) => [value, glob]),
    assignments.map(({ name, value }) => [name, value]),
    writes,
    reads,
  ]);
}

describe('the second parser finds', () => {
  test.each([
    ['echo "a', 'an error'],
    ['echo $(id)', 'a substitution'],
    ['echo `id`', 'a substitution'],
    ['echo $x', 'a variable'],
    ['(id)', 'a subshell'],
    ['id &', 'the background'],
    ['x=1', 'a variable that is set'],
    ['cat <<E\nx\nE', 'a here-document'],
    ['echo "$(id)"', 'a substitution in quotes'],
    ['awk \\  x', 'a word that it passes over'],
  ])('in %j %s', (line) => {
    expect(second(line).beyond).not.toEqual([]);
  });

  test('commands with their words, what is a pattern, what they set, read and write', () => {
    const { beyond, commands } = second(`CI=1 npm 'a b' "c\\"d" e\\ f *.ts > x < y 2>&1 && ! ls z`);
    expect(beyond).toEqual([]);
    expect(commands).toEqual([
      {
        assignments: [{ name: 'CI', value: '1' }],
        words: ['npm', 'a b', 'c"d', 'e f', '*.ts'].map((value) => ({ value, glob: value === '*.ts' })),
        writes: ['x'],
        reads: ['y'],
      },
      {
        assignments: [],
        words: ['ls', 'z'].map((value) => ({ value, glob: false })),
        writes: [],
        reads: [],
      },
    ]);
  });
});
