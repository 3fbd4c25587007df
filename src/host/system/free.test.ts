import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { freemem, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freeMemory } from './free-memory.ts';
import { freeSpace } from './free-space.ts';

it('free space comes from the file system, and is unknown without one', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'fairlead-free-'));
  try {
    const { blocks, bsize } = await statfs(directory);
    const free = await freeSpace(directory);
    expect(free).toBeGreaterThan(0);
    expect(free).toBeLessThanOrEqual(blocks * bsize);
    await expect(freeSpace(join(directory, 'nothing'))).resolves.toBeUndefined();
  } finally {
    await rm(directory, { recursive: true });
  }
});

it.runIf(platform() === 'linux')('free memory counts what caches would give up', async () => {
  const free = await freeMemory();
  expect(free).toBeGreaterThan(freemem() / 4);
  expect(free).toBeLessThanOrEqual(totalmem());
});
