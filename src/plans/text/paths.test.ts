import { describe, expect, it } from 'vitest';
import { pathsOfList, pathsOfText } from './paths.ts';

describe('files in running text', () => {
  it.each([
    ['change `user.name` and `process.env`', []],
    ['call `console.log`, `client.chat.completions`, then `Array.prototype.at`', []],
    ['see e.g. this and/or that', []],
    ['Vue.js/Nuxt.js, Next.js/React and Node.js', []],
    ['Either/or.The rest is 10/100.x of it', []],
    ['read `pkg.go.dev/x` and https://example.org/a.js', []],
    ['`req.body.name`, `window.location.href` and `module.exports`', []],
    ['change `index.ts`, `.gitignore` and `go.mod`', ['index.ts', '.gitignore', 'go.mod']],
    ['write src/a.ts and `docs/b.custom`', ['docs/b.custom', 'src/a.ts']],
    ['在 src/a.ts中添加，然后改 src/b.py。', ['src/a.ts', 'src/b.py']],
    ['the end is in src/c.rs.', ['src/c.rs']],
  ])('of %j', (text, paths) => expect(pathsOfText(text)).toEqual(paths));
});

describe('files in a list of files', () => {
  it.each([
    ['`user.name`', []],
    ['src/a.ts, user.name, console.log', ['src/a.ts']],
    ['`src/a.ts` sets `user.name`', ['src/a.ts']],
    ['read/write, CI/CD.', []],
    ['- Modify: `src/a.ts:1-3`\n- Create: src/b.ts (new)', ['src/a.ts', 'src/b.ts']],
    ['data.parquet, Makefile', ['data.parquet', 'Makefile']],
  ])('of %j', (text, paths) => expect(pathsOfList(text)).toEqual(paths));
});
