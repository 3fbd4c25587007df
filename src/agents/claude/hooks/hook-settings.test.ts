/** Installs and uninstalls the hook in a person's settings: nothing else may change. */
import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { hookCommand } from './hook-command.ts';
import { readHookSettings, withHook, withoutHook } from './hook-settings.ts';

const program = "/opt/it's here/bin/fairlead";
const own = { hooks: [{ type: 'command', command: hookCommand(program), timeout: 30 }] };

function installed(text: string | null, by = program): string {
  const result = withHook(text, by);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

function uninstalled(text: string): string | null {
  const result = withoutHook(text);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const command = fc.record({ type: fc.constant('command'), command: fc.string() });
const group = fc.record(
  {
    matcher: fc.constantFrom('Bash', '*', ''),
    hooks: fc.array(command, { maxLength: 2 }),
    x: fc.jsonValue(),
  },
  { requiredKeys: ['hooks'] },
);
const hooks = fc.record(
  {
    PreToolUse: fc.array(group, { maxLength: 3 }),
    Stop: fc.array(group, { maxLength: 2 }),
    Odd: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const others = fc.dictionary(
  fc.string().filter((key) => key !== 'hooks' && key !== '__proto__'),
  fc.jsonValue(),
  { maxKeys: 3 },
);
type Settings = Record<string, unknown> & { hooks?: { PreToolUse?: unknown[] } };
const settings: fc.Arbitrary<Settings> = fc
  .tuple(others, fc.option(hooks, { nil: undefined }), others)
  .map(([before, hooks, after]) => ({ ...before, ...(hooks && { hooks }), ...after }));

/** As programs write it, and as a person may write it. */
const regular = fc
  .constantFrom(undefined, 2, 4, '\t')
  .chain((space) =>
    fc
      .constantFrom('\n', '\r\n')
      .map((eol) => (value: unknown) => `${JSON.stringify(value, null, space)}\n`.replaceAll('\n', eol)),
  );
const strictBlanks = ['', '', ' ', '\n', '\n  ', '\r\n\t', '\t', '\n\n    '];
const blanks = [...strictBlanks, ' /* a, b */ ', ' // c, {\n', '// d"\r\n  ', '/* e */\n'];
const irregular = fc
  .tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), fc.boolean(), fc.constantFrom('', '\uFEFF'))
  .map(
    ([choices, strict, mark]) =>
      (value: unknown) =>
        mark + written(value, choices, strict),
  );

function written(value: unknown, choices: number[], strict: boolean): string {
  let count = 0;
  const choose = (among: readonly string[]) => {
    count += 1;
    return among[((choices[count % choices.length] ?? 0) + count) % among.length] ?? '';
  };
  const blank = () => choose(strict ? strictBlanks : blanks);
  const list = (open: string, entries: (() => string)[], close: string) => {
    let text = open + blank();
    for (const [index, entry] of entries.entries())
      text += (index > 0 ? `,${blank()}` : '') + entry() + blank();
    const comma = entries.length > 0 && !strict ? choose(['', ',']) : '';
    return text + (comma && comma + blank()) + close;
  };
  const write = (part: unknown): string => {
    if (Array.isArray(part))
      return list(
        '[',
        part.map((one) => () => write(one)),
        ']',
      );
    if (typeof part !== 'object' || part === null) return JSON.stringify(part);
    const entries = Object.entries(part).map(
      ([key, one]) =>
        () =>
          `${JSON.stringify(key)}${blank()}:${blank()}${write(one)}`,
    );
    return list('{', entries, '}');
  };
  return blank() + write(value) + blank();
}

function expected(value: Settings): Settings {
  const { hooks = {} } = value;
  return { ...value, hooks: { ...hooks, PreToolUse: [...(hooks.PreToolUse ?? []), own] } };
}

function meaning(text: string): unknown {
  return parse(text.replace('\uFEFF', ''), [], { allowTrailingComma: true });
}

describe.each([
  ['as programs write it', regular],
  ['as nobody would write it', irregular],
])('a settings file %s', (_how, writing) => {
  const texts = fc.tuple(settings, writing).map(([value, write]) => [value, write(value)] as const);

  test('has one more hook, the last one, and all else is as it was', () => {
    fc.assert(
      fc.property(texts, ([value, text]) => {
        const after = installed(text);
        expect(meaning(after)).toEqual(meaning(written(expected(value), [0], true)));
        const kept = readHookSettings(text);
        expect(readHookSettings(after)).toEqual({
          ok: true,
          value: { ...(kept.ok && kept.value), programs: [program] },
        });
      }),
      { numRuns: 500 },
    );
  });

  test('keeps every other character', () => {
    fc.assert(
      fc.property(texts, ([, text]) => {
        const after = installed(text);
        let at = 0;
        for (const character of text) at = after.indexOf(character, at) + 1 || Infinity;
        expect(at).toBeLessThan(Infinity);
      }),
    );
  });

  test('is the same again, byte for byte, after uninstalling', () => {
    fc.assert(
      fc.property(texts, ([, text]) => {
        expect(uninstalled(installed(text))).toBe(text);
        expect(uninstalled(installed(installed(text, '/old/fairlead')))).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is not changed by a second run', () => {
    fc.assert(
      fc.property(texts, ([, text]) => {
        const after = installed(text);
        expect(installed(after)).toBe(after);
        expect(uninstalled(text)).toBe(text);
      }),
    );
  });
});

test('a file that is made for the hook goes with it', () => {
  const text = installed(null);
  expect(JSON.parse(text)).toEqual({ hooks: { PreToolUse: [own] } });
  expect(uninstalled(text)).toBeNull();
});

test.each(['{}', '{ }', '{\n}\n', '{"hooks":{}}', '{\n  "hooks": {\n  }\n}', '{"hooks":{"PreToolUse":[]}}'])(
  'what stood there empty stays: %j',
  (text) => expect(uninstalled(installed(text))).toBe(text),
);

test('has the layout of its surroundings', () => {
  const text = '{\n\t"model": "opus", // the large one\n\t"hooks": {\n\t\t"Stop": []\n\t}\n}\n';
  expect(installed(text)).toBe(`{
\t"model": "opus", // the large one
\t"hooks": {
\t\t"Stop": [],
\t\t"PreToolUse": [
\t\t\t{
\t\t\t\t"hooks": [
\t\t\t\t\t{
\t\t\t\t\t\t"type": "command",
\t\t\t\t\t\t"command": ${JSON.stringify(hookCommand(program))},
\t\t\t\t\t\t"timeout": 30
\t\t\t\t\t}
\t\t\t\t]
\t\t\t}
\t\t]
\t}
}
`);
  expect(installed('{ "model": "opus" }')).toBe(
    `{ "model": "opus", "hooks": { "PreToolUse": [ { "hooks": [ { "type": "command", "command": ${JSON.stringify(hookCommand(program))}, "timeout": 30 } ] } ] } }`,
  );
});

test('a comment stays with its entry', () => {
  const text = '{\n  "a": 1 // about a\n}\n';
  expect(installed(text)).toMatch(/^\{\n {2}"a": 1, \/\/ about a\n {2}"hooks": /);
});

describe('a hook that is there', () => {
  const theirs = '{ "type": "command", "command": "mine" }';
  const older = '{ "timeout": 5, "type": "command", "command": "/old/bin/fairlead hook", "note": "x" }';

  test('is updated in place, with all changes of a person', () => {
    const text = `{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[${older}, ${theirs}]},{"hooks":[${theirs}]}]}}`;
    expect(installed(text)).toBe(
      text.replace('"/old/bin/fairlead hook"', JSON.stringify(hookCommand(program))),
    );
  });

  test('is removed without hooks that a person put beside, before or after it', () => {
    const wrap = (...groups: string[]) => `{"hooks": {"PreToolUse": [${groups.join(', ')}]}}`;
    expect(uninstalled(wrap(`{"hooks": [${older}, ${theirs}]}`))).toBe(wrap(`{"hooks": [ ${theirs}]}`));
    const group = `{"matcher":"Bash","hooks": [${theirs}]}`;
    expect(uninstalled(wrap(`{"hooks": [${older}]}`, group))).toBe(wrap(` ${group}`));
    expect(uninstalled(wrap(group, `{"hooks": [${older}]}`, group))).toBe(wrap(group, group));
  });

  test('goes with the condition that a person gave it, and so does a second one', () => {
    const text = `{\n  "hooks": {\n    "PreToolUse": [\n      {"matcher": "Bash", "hooks": [${older}]},\n      {"hooks": [${older}]}\n    ]\n  },\n  "a": 1\n}`;
    expect(uninstalled(text)).toBe('{\n  "a": 1\n}');
  });

  test('leaves text after a comment outside the comment', () => {
    const text = `{"hooks": {"PreToolUse": [ // mine\n {"hooks": [${older}]}, {"hooks": [${theirs}]}]}}`;
    expect(meaning(uninstalled(text) ?? '')).toEqual({
      hooks: { PreToolUse: [{ hooks: [JSON.parse(theirs) as unknown] }] },
    });
  });
});

test.each([
  ['', 'is empty, which is not JSON'],
  [' \n', 'is empty, which is not JSON'],
  ['{', 'is not JSON in line 1'],
  ['{\r\n"a": 1\r\n"b": 2}', 'is not JSON in line 3'],
  ['{"a": 1,,}', 'is not JSON in line 1'],
  ['{} {}', 'is not JSON in line 1'],
  ['[]', 'holds no object'],
  ['"text"', 'holds no object'],
  ['{"hooks": []}', 'holds "hooks" that are not an object'],
  ['{"hooks": null}', 'holds "hooks" that are not an object'],
  ['{"hooks": {"PreToolUse": {}}}', 'holds "PreToolUse" hooks that are not an array'],
  ['{"hooks": {"PreToolUse": null}}', 'holds "PreToolUse" hooks that are not an array'],
  ['{"hooks": {"PreToolUse": [1]}}', 'holds an entry of "PreToolUse" without an array of hooks'],
  ['{"hooks": {"PreToolUse": [{}]}}', 'holds an entry of "PreToolUse" without an array of hooks'],
  ['{"hooks": {}, "ho\\u006fks": {}}', 'holds "hooks" twice'],
  ['['.repeat(300_000), 'is nested too deep'],
])('what is not understood is refused: %.30j', (text, error) => {
  for (const result of [readHookSettings(text), withHook(text, program), withoutHook(text)])
    expect(result).toEqual({ ok: false, error });
});

test.each([
  ['{"disableAllHooks": true}', '"disableAllHooks" is set there'],
  ['{} // x', 'Claude Code loads no settings with comments, or with a comma behind the last entry'],
  ['{"a": 1,}', 'Claude Code loads no settings with comments, or with a comma behind the last entry'],
  ['\uFEFF{"disableAllHooks": false}\r\n', null],
])('what keeps hooks from being run is said: %j', (text, hindrance) => {
  expect(readHookSettings(text)).toMatchObject({ ok: true, value: { hindrance } });
});
