import { userInfo } from 'node:os';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment without paths that depend on the current directory, which may be a repository of a stranger. Empty and
 * relative directories count as not set, as the XDG Base Directory Specification demands; a home that is missing comes
 * from the user database; PATH loses what is relative. `FAIRLEAD_HOME` and `FAIRLEAD_CONFIG` stay unless empty: the user
 * wrote them for fairlead alone and must hear of a mistake (src/main/paths.ts).
 */
export function absoluteEnvironment(env: Environment): Record<string, string | undefined> {
  const clean: Record<string, string | undefined> = { ...env };
  for (const name of Object.keys(env))
    if (directories.test(name) && !isAbsolute(env[name])) delete clean[name];
  for (const name of ['FAIRLEAD_HOME', 'FAIRLEAD_CONFIG']) if (env[name] === '') delete clean[name];
  const home = clean['HOME'] ?? homeOfUser();
  if (home !== undefined) clean['HOME'] = home;
  if (env['PATH'] !== undefined) clean['PATH'] = env['PATH'].split(':').filter(isAbsolute).join(':');
  return clean;
}

const directories = /^(HOME|XDG_\w+_HOME|XDG_RUNTIME_DIR|TMPDIR|TMP|TEMP|CLAUDE_CONFIG_DIR)$/;

function isAbsolute(path: string | undefined): boolean {
  return path?.startsWith('/') === true;
}

/** Undefined for a number without an entry, as containers are often run with. */
function homeOfUser(): string | undefined {
  try {
    const { homedir } = userInfo();
    return isAbsolute(homedir) ? homedir : undefined;
  } catch {
    return undefined;
  }
}
