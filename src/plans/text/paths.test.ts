import { describe, expect, it } from 'vitest';
import { pathsOfText } from './paths.ts';

describe('files in running text', () => {
  it.each([
    ['change `user.name` and `process.env`', []],
    ['call `console.log`, `client.chat.completions`, then `Array.prototype.at`', []],
    ['see e.g. this and/or that', []],
    ['change `index.ts`, `.gitignore` and `go.mod`', ['index.ts', '.gitignore', 'go.mod']],
    ['write src/a.ts and `docs/b.custom`', ['docs/b.custom', 'src/a.ts']],
  ])('of %j', (text, paths) => expect(pathsOfText(text)).toEqual(paths));
});
