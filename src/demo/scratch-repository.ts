/** The demo's repository: a small cash register with four bugs, and a failing test for each. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const files: Record<string, string> = {
  'README.md': '# Till\n\nAdds up a shopping cart. Tests: `node --test`.\n',
  'package.json': `${JSON.stringify({ name: 'till', private: true, type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
  '.gitignore': 'build/\n',
  'src/total.js': `/** The price of a cart in cents. */
export function total(items) {
  let sum = 0;
  for (const item of items) sum += item.price;
  return sum;
}
`,
  'test/total.test.js': `import assert from 'node:assert/strict';
import test from 'node:test';
import { total } from '../src/total.js';

test('counts every piece', () => {
  assert.equal(total([{ price: 250, count: 2 }, { price: 99, count: 1 }]), 599);
});
`,
  'src/discount.js': `/** What is left of a price after a discount in percent, in whole cents. */
export function discount(cents, percent) {
  return cents - cents * (percent / 100);
}
`,
  'test/discount.test.js': `import assert from 'node:assert/strict';
import test from 'node:test';
import { discount } from '../src/discount.js';

test('gives whole cents', () => {
  assert.equal(discount(999, 15), 849);
});
`,
  'src/parse.js': `/** Reads an amount such as "12.50" as cents. */
export function parse(text) {
  return Number(text) * 100;
}
`,
  'test/parse.test.js': `import assert from 'node:assert/strict';
import test from 'node:test';
import { parse } from '../src/parse.js';

test('reads what floating point cannot hold', () => {
  assert.equal(parse('19.99'), 1999);
});
`,
  'src/format.js': `/** Writes cents as people read them. */
export function format(cents) {
  return \`$\${cents / 100}\`;
}
`,
  'test/format.test.js': `import assert from 'node:assert/strict';
import test from 'node:test';
import { format } from '../src/format.js';

test('always shows two digits', () => {
  assert.equal(format(1250), '$12.50');
});
`,
};

export function makeScratchRepository(directory: string, env: Record<string, string>): void {
  mkdirSync(directory);
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const identity = ['-c', 'user.name=Demo', '-c', 'user.email=demo@localhost', '-c', 'commit.gpgSign=false'];
  const git = (...args: string[]) => execFileSync('git', args, { cwd: directory, env, stdio: 'ignore' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git(...identity, 'commit', '--quiet', '--message=A till with four faults');
}
