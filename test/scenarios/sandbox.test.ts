/** What an agent in the sandbox can read and write, beside its workspace. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInstalled } from '../support/is-installed.ts';
import { createWorld, untilEnded } from '../support/world.ts';

describe.skipIf(!isInstalled('bwrap'))('in the sandbox', () => {
  it('keys, denied places, fairlead itself and doors to the outside are not there; the rest can be read', async () => {
    await using world = await createWorld({
      config: {
        default_agent: 'scripted',
        sandbox: 'required',
        sandbox_writable: ['~/cache', '~/missing'],
        policy: {
          level: 'permissive',
          deny: ['Read(~/private/**)', 'Read(~/one.pem)'],
          protection: { secrets: false, outside: false },
        },
      },
    });
    const { home } = world;
    for (const name of ['.ssh', 'private', 'open', 'cache']) mkdirSync(join(home, name));
    for (const name of ['.ssh/id', 'private/x', 'open/x', 'one.pem'])
      writeFileSync(join(home, name), `content of ${name}\n`);
    await world.startDaemon();

    const seen: [command: string, expected: RegExp][] = [
      ['cat ~/open/x', /content of open\/x/],
      ['cat ~/.ssh/id 2>&1', /No such file/],
      ['cat ~/private/x 2>&1', /No such file/],
      ['cat ~/one.pem 2>&1', /Permission denied|^$/],
      [`ls '${world.state}'`, /^(worktrees|sessions)*$/],
      [`cat '${join(world.state, 'token')}' 2>&1`, /No such file/],
      [`cat '${join(world.root, 'config.yaml')}' 2>&1`, /Permission denied|^$/],
      ['ls /run/user 2>/dev/null | wc -l', /^0$/],
      ['touch ~/open/y 2>&1', /Read-only file system/],
      ['touch ~/cache/y && echo made', /made/],
      ['touch /tmp/y && ls /tmp', /y/],
      ['ls -d /proc/[0-9]* | wc -l', /^\d$/],
      ['echo $TMPDIR', /^\/tmp$/],
    ];
    const commands = seen.map(([command], index) => ({
      do: 'run',
      command: `( ${command} ) > ${index}.txt`,
    }));
    const [session] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [{ task: `<script>${JSON.stringify([...commands, { do: 'say', text: 'done' }])}</script>` }],
    });
    const [ended] = await untilEnded(world, [session?.id ?? '']);
    expect(ended).toMatchObject({ status: 'completed', guard: { sandbox: true } });
    const read = seen.map(([command], index) => [
      command,
      readFileSync(join(ended?.workspace?.path ?? '', `${index}.txt`), 'utf8')
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/^(worktrees|sessions| )+$/, (words) => words.replaceAll(' ', '')),
    ]);
    expect(read).toEqual(
      seen.map(([command, expected]) => [command, expect.stringMatching(expected) as string]),
    );
    expect(existsSync(join(home, 'cache/y'))).toBe(true);
    expect(existsSync('/tmp/y')).toBe(false);
  });
});
