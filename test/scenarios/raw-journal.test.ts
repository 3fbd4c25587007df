/** What an agent wrote, shown as it stands: exact in a pipe, harmless on a terminal. */
import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createWorld, untilEnded } from '../support/world.ts';

const run = promisify(execFile);
const fairlead = join(import.meta.dirname, '../../bin/fairlead');

/** Gives a program a terminal; part of util-linux. */
const script = '/usr/bin/script';

it.skipIf(!existsSync(script))(
  '`logs --raw` on a terminal writes control characters out, and in a pipe gives every byte',
  async () => {
    await using world = await createWorld({ config: { default_agent: 'scripted' } });
    await world.startDaemon();
    const [session] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [{ task: '<script>[{"do":"say","text":"hello"}]</script>' }],
    });
    const id = session?.id ?? '';
    await untilEnded(world, [id]);
    const journal = join(world.state, 'sessions', id, 'out.jsonl');
    // A title, the clipboard, a colour, a line overwritten, a character that turns the direction, and one in four bytes.
    appendFileSync(
      journal,
      '\u001b]0;title\u0007\u001b]52;c;ZXZpbA==\u0007\u001b[31mred\rover\u202e\u009b2J 🚢\n',
    );

    const piped = await world.cli('logs', '--raw', id);
    expect(piped.stdout).toBe(readFileSync(journal, 'utf8'));
    const command = `'${process.execPath}' '${fairlead}' logs --raw ${id}`;
    const { stdout } = await run(script, ['-qec', command, '/dev/null'], { cwd: world.repo, env: world.env });
    expect(stdout).toContain('\\u001b]0;title\\u0007');
    expect(stdout).toContain('red\\u000dover\\u202e\\u009b2J 🚢');
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(stdout.replaceAll('\r\n', '\n')).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202E]/);
  },
);
