import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsInJson, placeInJson } from './json-text.ts';

describe('places in JSON', () => {
  it('are those of the values that JSON.parse gives', () => {
    const shapes = fc.tuple(
      fc.array(fc.jsonValue()),
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.constantFrom(undefined, 2, '\t'),
    );
    fc.assert(
      fc.property(shapes, ([list, fields, space]) => {
        const text = JSON.stringify({ ...fields, list }, null, space);
        const at = (place: { start: number; end: number } | undefined) =>
          JSON.parse(text.slice(place?.start, place?.end)) as unknown;
        const value = JSON.parse(text) as Record<string, unknown>;
        for (const key of Object.keys(value)) expect(at(placeInJson(text, [key]))).toEqual(value[key]);
        expect(elementsInJson(text, ['list']).map(at)).toEqual(value['list']);
        for (const index of list.keys())
          expect(at(placeInJson(text, ['list', index]))).toEqual((value['list'] as unknown[])[index]);
      }),
    );
  });

  it('of a key that occurs twice are those of the last', () => {
    expect(placeInJson('{"a":1,"b":{"a":2},"a":33}', ['a'])).toEqual({ start: 23, end: 25 });
  });

  it('are undefined in text that is not JSON', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', 'a', '\\', ' ') }),
        (text) => void elementsInJson(text, ['a']),
      ),
    );
    expect(placeInJson('[1', ['a'])).toBeUndefined();
    expect(placeInJson('{"a"', ['a'])).toBeUndefined();
  });
});
