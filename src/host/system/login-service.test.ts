import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { writeLoginService } from './login-service.ts';

test.runIf(platform === 'linux')(
  'a systemd unit starts the program as it is named, odd characters and all',
  () => {
    const home = temporaryDirectory();
    const { path, next } = writeLoginService({
      label: 'dev.example.service',
      unit: 'example',
      description: 'an example',
      argv: ['/opt/a b/node', '/srv/100%/"main".ts', 'run'],
      env: { STATE: '/srv/a\\b' },
      home,
      configHome: join(home, 'config'),
    });
    expect(path).toBe(join(home, 'config/systemd/user/example.service'));
    expect(next).toContain('systemctl --user enable --now example');
    const lines = readFileSync(path, 'utf8').split('\n');
    expect(lines).toContain('Description=an example');
    expect(lines).toContain(String.raw`ExecStart="/opt/a b/node" "/srv/100%%/\"main\".ts" "run"`);
    expect(lines).toContain(String.raw`Environment="STATE=/srv/a\\b"`);
    expect(lines).toContain('KillMode=process');
  },
);
