import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problem } from '../base/problem.ts';
import { FairleadError } from '../client/failure.ts';
import { absoluteEnvironment } from '../host/system/absolute-environment.ts';
import { writeLoginService } from '../host/system/login-service.ts';
import { pathsFor } from './paths.ts';
import { entry } from './program-files.ts';

/** Writes a systemd unit that starts the daemon when the user logs in, and returns the command that enables it. */
export function installService(given: Readonly<Record<string, string | undefined>>): {
  path: string;
  next: string;
} {
  const env = absoluteEnvironment(given);
  const home = env['HOME'];
  if (home === undefined)
    throw new FairleadError(problem('environment', 'no home directory: HOME is not set', 'try: set HOME'));
  // Refuses relative paths: the unit would fail at the next login without a message.
  pathsFor(env);
  return writeLoginService({
    label: 'dev.fairlead.daemon',
    unit: 'fairlead',
    description: 'fairlead: supervises coding agents',
    argv: [process.execPath, fileURLToPath(entry('fairlead')), 'daemon', 'run'],
    env: Object.fromEntries(
      ['FAIRLEAD_HOME', 'FAIRLEAD_CONFIG', 'PATH'].flatMap((name) => {
        const value = env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    home,
    configHome: env['XDG_CONFIG_HOME'] ?? join(home, '.config'),
  });
}
