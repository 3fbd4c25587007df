/** Programs that run another one that stands in their arguments. */
import type { ShellWord } from './read-shell.ts';

/**
 * The command that is really run, where a wrapper stands before it in its plain form; with any option of its own a
 * wrapper is a command like others. Bare `xargs` is none of them: its arguments come from elsewhere.
 */
export function unwrapped(words: readonly ShellWord[]): readonly ShellWord[] {
  const [name, first] = words;
  if (name === undefined || first === undefined) return words;
  const isOption = first.value.startsWith('-');
  switch (name.value) {
    case 'timeout':
      return /^\d+[smh]?$/.test(first.value) && words.length > 2 ? unwrapped(words.slice(2)) : words;
    case 'time':
    case 'nice':
    case 'nohup':
    case 'command':
    case 'builtin':
    case 'noglob':
      return isOption ? words : unwrapped(words.slice(1));
    default:
      return words;
  }
}

/**
 * How many words stand before what a command runs, where it runs what its arguments, its input or a file in the
 * workspace say: a rule that leaves the arguments open says nothing then about what is run. Null of all others.
 */
export function launcherLength([name = '', second = '']: readonly string[]): number | null {
  if (Object.hasOwn(launching, name) && launching[name]?.test(second)) return 2;
  return runners.has(name) || /^(python|ruby|perl|node|lua|php|pypy)[\d.]*$/.test(name) ? 1 : null;
}

/** Of programs that have many subcommands, those that run what stands behind them; npm's may be cut short. */
const launching: Record<string, RegExp> = {
  npm: /^(x|exec?)$/,
  pnpm: /^(x|exec|dlx|create|node)$/,
  yarn: /^(exec|dlx|create|node)$/,
  bun: /^(x|run|exec|create)$/,
  deno: /^(run|eval|x)$/,
  uv: /^(run|tool|x)$/,
  poetry: /^run$/,
  pdm: /^run$/,
  rye: /^run$/,
  hatch: /^run$/,
  pixi: /^(run|exec)$/,
  pipenv: /^run$/,
  conda: /^run$/,
  pipx: /^run$/,
  bundle: /^exec$/,
  pyenv: /^exec$/,
  rbenv: /^exec$/,
  rustup: /^run$/,
  nix: /^(run|shell|develop)$/,
  mise: /^(x|exec)$/,
  asdf: /^exec$/,
  direnv: /^exec$/,
  docker: /^(run|exec)$/,
  podman: /^(run|exec)$/,
  kubectl: /^(run|exec)$/,
};

/** Programs that run a program named among their options: of these no open rule speaks at all. */
export const carriers: ReadonlySet<string> = new Set(
  `xargs env timeout nice nohup stdbuf time command builtin exec eval source . watch setsid ionice chrt taskset flock
  chroot unshare nsenter sudo doas su pkexec runuser parallel strace ltrace gdb busybox toybox script expect ssh trap
  alias export declare typeset local readonly set shopt enable hash bind complete compgen history fc coproc unbuffer
  caffeinate dbus-run-session systemd-run at batch crontab entr fakeroot proot firejail bwrap mapfile readarray read
  getopts let unset wait jobs kill pkill killall ulimit umask split iconv awk gawk mawk nawk
  sed ed ex vi vim nvim view emacs nano less more man info tar zip unzip rsync scp sftp socat nc ncat telnet ftp
  fd fdfind choom setpriv prlimit setarch linux32 linux64 i386 x86_64 sg ssh-agent run-parts start-stop-daemon tmux
  screen hyperfine watchexec nodemon concurrently cross-env dotenv sshpass torsocks proxychains proxychains4 valgrind
  perf rr sdiff dpkg
  gpg openssl m4 bc dc sqlite3 psql mysql tclsh wish scheme guile racket osascript rlwrap`.split(/\s+/),
);

const runners = new Set(
  'sh bash dash zsh ksh ash fish csh tcsh deno bun npx pnpx bunx uvx pipx tsx ts-node mise direnv devbox nix docker podman kubectl'.split(
    ' ',
  ),
);
