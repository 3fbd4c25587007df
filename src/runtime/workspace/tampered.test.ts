import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { acceptTampering, remember, type TamperedRepository } from './tampered.ts';

it('a person accepts the changes that were shown, and not those that came after', async () => {
  const root = temporaryDirectory();
  const tampered = join(root, 'tampered');
  const memory = { paths: { sessions: root, worktrees: root, trees: root, tampered } };
  const repository = { commonDir: '/repo/.git' };
  const changed = (what: string) =>
    remember(memory, repository, 's1', [{ what, detail: `changed ${what}` }], { [what]: 'new' });
  const remembered = () => {
    const [file = ''] = readdirSync(tampered);
    return JSON.parse(readFileSync(join(tampered, file), 'utf8')) as TamperedRepository;
  };
  await changed('core.hooksPath');
  const shown = remembered();
  await changed('filter.x.clean');
  await acceptTampering(memory, shown);
  expect(Object.keys(remembered().changes)).toEqual(['filter.x.clean']);
  await acceptTampering(memory, shown);
  expect(Object.keys(remembered().changes), 'accepted again').toEqual(['filter.x.clean']);
  await acceptTampering(memory, remembered());
  expect(readdirSync(tampered)).toEqual([]);
});
