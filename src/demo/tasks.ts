/**
 * The tasks of the demo. Each contains a script for the scripted agent; the rest of fairlead treats them as ordinary
 * prompts.
 */
import type { DemoTask } from '../cli/context.ts';

/** @param node path of the Node program that runs the tests */
export function demoTasks(node: string): DemoTask[] {
  const test = (name: string) => `${quote(node)} --test test/${name}.test.js`;
  return [
    task('Count every piece in the total', test('total'), [
      {
        do: 'think',
        text: 'The test says that two pieces of 250 count as one. The price has to be taken times the count.',
      },
      { do: 'read', path: 'src/total.js' },
      {
        do: 'edit',
        path: 'src/total.js',
        find: 'sum += item.price;',
        replace: 'sum += item.price * item.count;',
      },
      { do: 'run', command: test('total') },
      { do: 'commit', message: 'Count every piece in the total' },
      { do: 'spend', input_tokens: 1_840, output_tokens: 212 },
      { do: 'say', text: 'The total now takes each price times its count. The test passes.' },
    ]),
    task('Give discounts in whole cents', test('discount'), [
      { do: 'think', text: 'cents - cents * 0.15 gives 849.15. The result has to be rounded.' },
      { do: 'read', path: 'src/discount.js' },
      {
        do: 'edit',
        path: 'src/discount.js',
        find: 'return cents - cents * (percent / 100);',
        replace: 'return Math.round(cents - cents * (percent / 100));',
      },
      { do: 'run', command: test('discount') },
      { do: 'commit', message: 'Round discounts to whole cents' },
      { do: 'spend', input_tokens: 1_512, output_tokens: 180 },
      { do: 'say', text: 'Discounts are rounded to whole cents now.' },
    ]),
    task('Read amounts exactly', test('parse'), [
      { do: 'think', text: '19.99 * 100 is 1998.9999999999998 in floating point.' },
      {
        do: 'edit',
        path: 'src/parse.js',
        find: 'return Number(text) * 100;',
        replace: 'return Math.round(Number(text) * 100);',
      },
      { do: 'say', text: 'Before I run the tests I want to clear what an old build left behind.' },
      { do: 'run', command: `rm -rf build && ${test('parse')}`, ask: true },
      { do: 'commit', message: 'Read amounts exactly' },
      { do: 'spend', input_tokens: 2_130, output_tokens: 301 },
      { do: 'say', text: 'Amounts are read to the cent.' },
    ]),
    task('Always show two digits', test('format'), [
      { do: 'read', path: 'src/format.js' },
      { do: 'error', message: 'The model is overloaded.' },
      {
        do: 'edit',
        path: 'src/format.js',
        find: '${cents / 100}',
        replace: '${(cents / 100).toFixed(2)}',
      },
      { do: 'run', command: test('format') },
      { do: 'commit', message: 'Always show two digits' },
      { do: 'spend', input_tokens: 1_960, output_tokens: 240 },
      { do: 'say', text: 'Amounts show two digits, whatever they are.' },
    ]),
  ];
}

function task(name: string, gate: string, steps: object[]): DemoTask {
  return { name, gate, task: `${name}.\n\n<script>${JSON.stringify(steps)}</script>` };
}

function quote(path: string): string {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
