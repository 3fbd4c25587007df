import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hookCommand, programOf } from './hook-command.ts';

test('the command names its program, whatever its path is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (path) => {
      const program = `/${path.replaceAll('\0', '')}/fairlead`;
      expect(programOf(hookCommand(program))).toBe(program);
    }),
  );
});

test('the shell takes the path as it is', () => {
  const program = `/a b/it's "$HOME" \\ $(id)\n/fairlead`;
  const shown = hookCommand(program).replace(' hook || exit 1', '');
  expect(execFileSync('/bin/sh', ['-c', `printf %s ${shown}`], { encoding: 'utf8' })).toBe(program);
});

test.each([
  ['fairlead hook', 'fairlead'],
  ['/usr/bin/fairlead hook', '/usr/bin/fairlead'],
  ['/usr/bin/fairlead hook || exit 1', '/usr/bin/fairlead'],
  ['/usr/bin/fairlead hooks', null],
  ['/usr/bin/fairlead hook --json', null],
  ['/usr/bin/fairlead', null],
  ['/usr/bin/unfairlead hook', null],
  ['nice /usr/bin/fairlead hook', null],
  ['$HOME/fairlead hook', null],
  ["'/usr/bin/fairlead' hook; rm -rf /", null],
])('%s', (command, program) => {
  expect(programOf(command)).toBe(program);
});
