/** Where everything is. The directories are documented; other programs rely on them. */
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
  /** One file for each worktree that fairlead has made for itself and not removed yet. */
  trees: string;
  /** For files that are of no use once the daemon has ended; emptied when one starts. */
  scratch: string;
  /** One file for each repository with changes of sessions that nobody has looked at. */
  tampered: string;
  trusted: string;
  userConfiguration: string;
  /** Claude Code's own, which are only read. */
  claude: { user: string; managed: string };
  /** The user's home. */
  home: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * No path depends on the current directory: with one that does, a repository could bring the user's configuration.
 *
 * @throws a FairleadError where a variable of ours is no absolute path, or no home directory is known
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
