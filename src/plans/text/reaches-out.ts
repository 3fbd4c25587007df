import { maskQuotes } from './shell-words.ts';

/**
 * @returns whether a command uses something outside the workspace: servers that must be started first, containers and
 *   volumes, other checkouts and personal directories, or deletes files. Quotes hide nothing here.
 */
export function reachesOut(command: string): boolean {
  const starts = /(?:^|[^&>|])&(?![&>\d])/.test(maskQuotes(command));
  const parts = command.split(/&&|\|\||[;\n]/).map((part) => part.trim());
  return (
    parts.some(
      (part) => (!starts && asksServer(part)) || usesContainer(part) || deletes(part) || isElsewhere(part),
    ) || leavesWorkspace(command)
  );
}

/** These search files: a quoted address or path is their search text. */
const looksFor = /^(?:!\s*)?(?:if\s+)?(?:[ef]?grep|rg|git\s+grep|sed|awk)\s/;

function asksServer(part: string): boolean {
  if (looksFor.test(part)) return false;
  if (
    /(?:^|[\s|("'`])(?:curl|wget|httpie|https?|xh|grpcurl|websocat|wscat|nc|telnet|ping)\s+[^|;&]*\S/.test(
      part,
    )
  )
    return true;
  if (/(?:^|[\s|(])(?:psql|mysql|mariadb|mongosh|redis-cli|pg_isready|createdb|dropdb)(?=\s|$)/.test(part))
    return true;
  return /(?:\b(?:https?|wss?|postgres(?:ql)?|mysql|redis|mongodb|amqp)s?:\/\/[^\s"']*|[\s="'(])(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal)(?::\d+|\/)/.test(
    part,
  );
}

function usesContainer(part: string): boolean {
  const words = /(?:^|[\s("'])(?:docker|podman|nerdctl)(?:-compose)?(?:\s+(.*))?$/.exec(part);
  if (!words || looksFor.test(part)) return false;
  const bare = maskQuotes(words[1] ?? '');
  if (/\brun\b/.test(bare)) return !/\s--rm\b/.test(bare);
  return /(?:^|\s)(?:exec|up|down|rm|rmi|start|stop|restart|kill|pause|create|attach|cp|logs|ps|volume|network|system|container|prune|push|login|service|stack|swarm)(?=\s|$)/.test(
    bare,
  );
}

function deletes(part: string): boolean {
  return (
    /^find\s.*\s(?:-delete|-exec\s+rm)\b/.test(part) ||
    /\b(?:drop\s+(?:table|database|schema)|truncate\s+table|delete\s+from)\b/i.test(
      looksFor.test(part) ? '' : part,
    )
  );
}

/** Common directories of checkouts, and home directories. */
const elsewhere =
  /(?:^|[\s="'(<>:])(?:\/(?:home|Users|root|mnt|srv|opt|Volumes|var|private|media|path|absolute|workspaces?|repos?|projects?|app|code|src)(?:\/|(?=[\s"']|$))|~(?:\/|(?=\s|$))|\$(?:HOME\b|\{HOME\})|[A-Za-z]:\\)/;

function isElsewhere(part: string): boolean {
  if (!looksFor.test(part)) return elsewhere.test(part);
  // The first word that is not an option is the search text.
  return elsewhere.test(part.replace(/^(\S+(?:\s+-\S+)*\s+)(?:"(?:[^"\\]|\\.)*"|'[^']*'|\S+)/, '$1x'));
}

/** @returns whether `cd` and `..` together leave the starting directory */
function leavesWorkspace(command: string): boolean {
  let depth = 0;
  for (const part of maskQuotes(command).split(/&&|\|\||[;|\n]/)) {
    const words = part
      .trim()
      .replace(/^(?:[({!]\s*)+/, '')
      .split(/[\s=]+/);
    const goes = words[0] === 'cd' || words[0] === 'pushd';
    for (const word of words.slice(1)) {
      const path = word.replace(/[)}]+$/, '');
      if (!goes && !/^\.\.(?:\/|$)/.test(path)) continue;
      const left = lowest(path, depth);
      if (left.lowest < 0) return true;
      if (goes) depth = left.end;
    }
  }
  return false;
}

function lowest(path: string, depth: number): { lowest: number; end: number } {
  let [end, least] = [depth, depth];
  for (const name of path.split('/')) {
    if (name === '..') end -= 1;
    else if (name !== '.' && name !== '') end += 1;
    least = Math.min(least, end);
  }
  return { lowest: least, end };
}
