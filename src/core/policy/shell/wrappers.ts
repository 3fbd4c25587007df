/** Programs that run the program in their arguments. */
import type { ShellWord } from './shell-reading.ts';

/**
 * Returns the command after a wrapper in its plain form; a wrapper with an option is judged like other commands. Bare
 * `xargs` does not count: its arguments come from its input.
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

/** Programs that run a program named in their options: no rule with `*` covers them. */
export const launchers: ReadonlySet<string> = new Set(
  `xargs env timeout nice nohup stdbuf time command builtin exec eval source . watch setsid ionice chrt taskset flock
  chroot unshare nsenter sudo doas su pkexec runuser parallel strace ltrace gdb busybox toybox script expect ssh trap
  alias export declare typeset local readonly set shopt enable hash bind complete compgen history fc coproc unbuffer
  caffeinate dbus-run-session systemd-run at batch crontab entr fakeroot proot firejail bwrap mapfile readarray read
  getopts let unset wait jobs kill pkill killall ulimit umask split iconv awk gawk mawk nawk
  sed ed ex vi vim nvim view emacs nano less more man info tar zip unzip rsync scp sftp socat nc ncat telnet ftp
  fd fdfind choom setpriv prlimit setarch linux32 linux64 i386 x86_64 sg ssh-agent run-parts start-stop-daemon tmux
  screen hyperfine watchexec nodemon concurrently cross-env dotenv sshpass torsocks proxychains proxychains4 valgrind
  perf rr sdiff dpkg
  gpg openssl m4 bc dc sqlite3 psql mysql tclsh wish scheme guile racket osascript rlwrap
  c8 nyc env-cmd doppler op aws-vault chamber infisical teller dotenvx sops envchain summon chronic ts sem
  noglob - print zmodload autoload bindkey zle emulate vared zparseopts sched zstyle functions integer float private nocorrect repeat
  foreach disable setopt unsetopt zcompile zformat zselect zsocket ztcp zpty where whence pushd popd suspend logout`.split(
    /\s+/,
  ),
);
