/** Where everything is. The directories are documented; other programs rely on them. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export interface StatePaths {
  state: string;
  manifest: string;
  token: string;
  socket: string;
  lock: string;
  database: string;
  log: string;
  sessions: string;
  worktrees: string;
  /** For files that are of no use once the daemon has ended; emptied when one starts. */
  scratch: string;
  /** One file for each repository with changes of sessions that nobody has looked at. */
  tampered: string;
  trusted: string;
  userConfiguration: string;
  /** Claude Code's own, which are only read. */
  claude: { user: string; managed: string };
}

type Environment = Readonly<Record<string, string | undefined>>;

export function pathsFor(env: Environment): StatePaths {
  const home = env['HOME'] ?? homedir();
  const state = resolve(
    env['FAIRLEAD_HOME'] ?? join(env['XDG_STATE_HOME'] ?? join(home, '.local/state'), 'fairlead'),
  );
  const configuration = join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'fairlead/config.yaml');
  return {
    state,
    manifest: join(state, 'daemon.json'),
    token: join(state, 'token'),
    socket: join(state, 'daemon.sock'),
    lock: join(state, 'lock.db'),
    database: join(state, 'fairlead.db'),
    log: join(state, 'daemon.log'),
    sessions: join(state, 'sessions'),
    worktrees: join(state, 'worktrees'),
    scratch: join(state, 'scratch'),
    tampered: join(state, 'tampered'),
    trusted: join(state, 'trusted.json'),
    userConfiguration: resolve(env['FAIRLEAD_CONFIG'] ?? configuration),
    claude: {
      user: resolve(env['CLAUDE_CONFIG_DIR'] || join(home, '.claude')),
      managed: process.platform === 'darwin' ? '/Library/Application Support/ClaudeCode' : '/etc/claude-code',
    },
  };
}
