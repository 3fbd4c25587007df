import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { platform } from 'node:process';

export interface LoginService {
  /** In reverse-domain notation, for launchd. */
  label: string;
  /** For systemd. */
  unit: string;
  description: string;
  argv: readonly string[];
  /** Variables that the service gets on systemd. */
  env: Readonly<Record<string, string>>;
  /** The user's home, and where it keeps configuration; absolute. */
  home: string;
  configHome: string;
}

/** Writes a unit that starts a program with the user's login; it is switched on by the command that is returned. */
export function writeLoginService(service: LoginService): { path: string; next: string } {
  const { label, unit, home, configHome } = service;
  if (platform === 'darwin') {
    const path = join(home, `Library/LaunchAgents/${label}.plist`);
    write(path, launchAgent(service));
    return { path, next: `switch it on with: launchctl load ${path}` };
  }
  const path = join(configHome, `systemd/user/${unit}.service`);
  write(path, systemdUnit(service));
  return { path, next: `switch it on with: systemctl --user enable --now ${unit} && loginctl enable-linger` };
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** `KillMode=process`: stopping the service must leave what it started running. */
function systemdUnit({ description, argv, env }: LoginService): string {
  const variables = Object.entries(env).map(([name, value]) => `Environment=${quote(`${name}=${value}`)}`);
  return [
    '[Unit]',
    `Description=${description}`,
    '',
    '[Service]',
    `ExecStart=${argv.map(quote).join(' ')}`,
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

function launchAgent({ label, argv }: LoginService): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>Label</key><string>${label}</string>
  <key>ProgramArguments</key><array>${argv.map((part) => `<string>${escape(part)}</string>`).join('')}</array>
  <key>RunAtLoad</key><true/>
  <key>AbandonProcessGroup</key><true/>
</dict></plist>
`;
}
