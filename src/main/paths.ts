/** Paths of all files and directories. They are documented: other programs depend on them. */
import { isAbsolute, join, resolve } from 'node:path';
import { FairleadError } from '../client/failure.ts';
import { problem } from '../base/problem.ts';
import { absoluteEnvironment } from '../host/system/absolute-environment.ts';

export interface StatePaths {
  state: string;
  manifest: string;
  /** The port of the last daemon. */
  port: string;
  token: string;
  socket: string;
  lock: string;
  database: string;
  log: string;
  sessions: string;
  worktrees: string;
  /** Contains one file for each temporary worktree of fairlead's own that is not removed yet. */
  trees: string;
  /** Temporary files of the daemon. Emptied at its start. */
  scratch: string;
  /** Contains one file for each repository with unreviewed changes of sessions. */
  tampered: string;
  trusted: string;
  userConfiguration: string;
  /** Claude Code's own directories, read-only. */
  claude: { user: string; managed: string };
  /** The user's home. */
  home: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the paths. None depends on the current directory: otherwise a repository could replace the user's
 * configuration.
 *
 * @throws a FairleadError if one of fairlead's variables is not an absolute path, or no home directory is known
 */
export function pathsFor(given: Environment): StatePaths {
  const env = absoluteEnvironment(given);
  const home = env['HOME'] ?? '/nonexistent';
  const inHome = (path: string) => {
    if (env['HOME'] !== undefined) return join(home, path);
    throw new FairleadError(
      problem(
        'environment',
        'no home directory: HOME is not set',
        'try: set HOME, or FAIRLEAD_HOME and FAIRLEAD_CONFIG',
      ),
    );
  };
  const state =
    own(env, 'FAIRLEAD_HOME') ?? join(env['XDG_STATE_HOME'] ?? inHome('.local/state'), 'fairlead');
  const configuration =
    own(env, 'FAIRLEAD_CONFIG') ?? join(env['XDG_CONFIG_HOME'] ?? inHome('.config'), 'fairlead/config.yaml');
  return {
    state,
    manifest: join(state, 'daemon.json'),
    port: join(state, 'port'),
    token: join(state, 'token'),
    socket: join(state, 'daemon.sock'),
    lock: join(state, 'lock.db'),
    database: join(state, 'fairlead.db'),
    log: join(state, 'daemon.log'),
    sessions: join(state, 'sessions'),
    worktrees: join(state, 'worktrees'),
    trees: join(state, 'trees'),
    scratch: join(state, 'scratch'),
    tampered: join(state, 'tampered'),
    trusted: join(state, 'trusted.json'),
    userConfiguration: configuration,
    claude: {
      user: resolve(env['CLAUDE_CONFIG_DIR'] ?? join(home, '.claude')),
      managed: process.platform === 'darwin' ? '/Library/Application Support/ClaudeCode' : '/etc/claude-code',
    },
    home,
  };
}

function own(env: Environment, name: string): string | undefined {
  const path = env[name];
  if (path === undefined || isAbsolute(path)) return path && resolve(path);
  throw new FairleadError(
    problem('environment', `${name} is not an absolute path: ${path}`, `try: ${name}="$PWD/${path}"`),
  );
}
