import { describe, expect, it } from 'vitest';
import { placeOfScalar, readYaml } from './yaml-text.ts';

describe('YAML', () => {
  it('keeps scalars as they are written', () => {
    expect(readYaml('plan: 02\nversion: 1.10\non: yes\nempty:\nlist: [01, "a"]')).toEqual({
      fields: { plan: '02', version: '1.10', on: 'yes', empty: '', list: ['01', 'a'] },
      faults: [],
    });
  });

  it.each([
    ['a regex in quotation marks', 'phase: 01-a\npattern: "a\\(b"\nwave: 3'],
    ['a list that is left open', 'phase: 01-a\nbad: [1, 2\nwave: 3'],
    ['a quotation mark that is left open', 'phase: 01-a\nbad: "x\nwave: 3'],
    ['an alias of nothing', 'phase: 01-a\nbad: *x\nwave: 3'],
    ['nesting without end', `phase: 01-a\nbad: ${'['.repeat(20_000)}\nwave: 3`],
    ['a key twice', 'phase: 00\nphase: 01-a\nwave: 3'],
  ])('reads on behind %s', (_name, text) => {
    expect(readYaml(text).fields).toMatchObject({ phase: '01-a', wave: '3' });
  });

  it('finds the place of a value, without its quotation marks', () => {
    const text = 'a: 1\ns:\n  x: "To Do" # now\n';
    expect(placeOfScalar(text, ['s', 'x'])).toEqual({
      start: text.indexOf('To Do'),
      end: text.indexOf('" #'),
      value: 'To Do',
    });
    expect(placeOfScalar(text, ['s'])).toBeUndefined();
  });
});
