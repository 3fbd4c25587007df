import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { FairleadError } from '../client/failure.ts';
import { problem } from '../base/problem.ts';
import { absoluteEnvironment } from '../host/system/absolute-environment.ts';
import { pathsFor } from './paths.ts';
import { entry } from './program-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Writes a unit that starts the daemon with the user's login; it is switched on by the command that is returned. */
export function installService(given: Environment): { path: string; next: string } {
  const { HOME: home, ...rest } = absoluteEnvironment(given);
  if (home === undefined)
    throw new FairleadError(problem('environment', 'no home directory: HOME is not set', 'try: set HOME'));
  const env: Environment & { HOME: string } = { ...rest, HOME: home };
  // A unit with a path that depends on a directory would fail at the next login, without a word.
  pathsFor(env);
  const program = [process.execPath, fileURLToPath(entry('fairlead')), 'daemon', 'run'];
  if (platform === 'darwin') {
    const path = join(home, 'Library/LaunchAgents/dev.fairlead.daemon.plist');
    write(path, launchAgent(program));
    return { path, next: `switch it on with: launchctl load ${path}` };
  }
  const path = join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'systemd/user/fairlead.service');
  write(path, systemdUnit(program, env));
  return {
    path,
    next: 'switch it on with: systemctl --user enable --now fairlead && loginctl enable-linger',
  };
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** `KillMode=process`: stopping the daemon must leave the agents that it started running. */
function systemdUnit(program: string[], env: Environment): string {
  const variables = ['FAIRLEAD_HOME', 'FAIRLEAD_CONFIG', 'PATH'].flatMap((name) =>
    env[name] === undefined ? [] : [`Environment=${quote(`${name}=${env[name]}`)}`],
  );
  return [
    '[Unit]',
    'Description=fairlead: supervises coding agents',
    '',
    '[Service]',
    `ExecStart=${program.map(quote).join(' ')}`,
    'KillMode=process',
    'Restart=on-failure',
    ...variables,
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n');
}

/** As in systemd.syntax(7): `%` begins a specifier. */
function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function launchAgent(program: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>Label</key><string>dev.fairlead.daemon</string>
  <key>ProgramArguments</key><array>${program.map((part) => `<string>${escape(part)}</string>`).join('')}</array>
  <key>RunAtLoad</key><true/>
  <key>AbandonProcessGroup</key><true/>
</dict></plist>
`;
}
