import { absolutePath, baseName, isWithin } from '../path.ts';
import type { ToolCall } from '../call.ts';
import { namedPlace } from '../named-place.ts';
import { copiedFiles } from '../shell/changed-files.ts';
import type { ShellCommand, ShellReading } from '../shell/shell-reading.ts';
import { touchedFiles } from '../shell/touched-files.ts';
import { makesRepository, protectPath } from './protect-path.ts';
import { finding, type Finding } from './protection.ts';

/**
 * Returns the findings of the built-in protection for a command line: for each command at any depth, and for the raw
 * text, in case the parser missed something.
 *
 * @param calls the call in each directory of the line
 */
export function protectShell(source: string, reading: ShellReading, calls: readonly ToolCall[]): Finding[] {
  return [
    ...reading.commands.flatMap((command) => calls.flatMap((call) => protectCommand(command, call))),
    ...reading.pipelines.flatMap((indices) =>
      protectPipeline(indices.map((index) => reading.commands[index])),
    ),
    ...forcedTargets(source).flatMap((path) =>
      calls.flatMap((call) => protectPath(namedPlace(path, call), 'write', call)),
    ),
    ...tripwires
      .filter(({ pattern }) => pattern.test(source))
      .map(({ category, why }) => finding(category, why)),
  ];
}

/**
 * Returns the targets that zsh overwrites in any case: `>! x`, `>>| x`, `&>! x`. Other shells read these differently.
 */
function forcedTargets(source: string): string[] {
  if (!source.includes('>')) return [];
  return [...source.matchAll(/>>?&?[|!]\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s;&|<>()]+))/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}

/** Patterns on the raw text; each takes linear time. */
const tripwires = [
  {
    category: 'exfiltration',
    pattern:
      /\b(?:curl|wget)\b[^\n;&|]{0,2000}\|&?\s*(?:sudo\s+)?(?:(?:ba|z|da|k)?sh|python3?|perl|ruby|node)\b/,
    why: 'the download would be run without saving it first',
  },
  {
    category: 'exfiltration',
    pattern:
      /\b(?:(?:ba|z|da|k)?sh|eval|source|python3?|node)\b[^\n;&|]{0,200}(?:<\(|\$\(|`)\s*(?:curl|wget)\b/,
    why: 'the download would be run without saving it first',
  },
  {
    category: 'system',
    pattern: /(?<!\w)(\w+|:)\s*\(\)\s*\{\s*\1\s*\|\s*\1\s*&\s*\}/,
    why: 'it would start itself over and over',
  },
  { category: 'system', pattern: />\s*\/etc\//, why: 'it writes to the configuration of the system' },
  {
    category: 'destructive',
    pattern: />\s*\/dev\/(?:sd|hd|vd|xvd|nvme|mmcblk|disk|mapper)/,
    why: 'it writes to a disk',
  },
  {
    category: 'secrets',
    pattern: />\s*[^\s;&|]{0,200}\.(?:ssh|aws|gnupg)\//,
    why: 'it writes where keys are kept',
  },
] as const;

/** Returns the findings for one command alone. */
export function protectCommand(command: ShellCommand, call: ToolCall): Finding[] {
  const values = command.words.map(({ value }) => value);
  const { reads, writes } = touchedFiles(command);
  const found = [
    ...reads.flatMap(({ path, kind }) => protectPath(namedPlace(path, call, kind), 'read', call)),
    ...writes.flatMap(({ path, kind }) => protectPath(namedPlace(path, call, kind), 'write', call)),
    ...copiedFiles(values)
      .filter((path) => makesRepository(namedPlace(path, call)))
      .map((path) =>
        finding('git_directory', `${path} could make git take its directory for a repository`, 'ask'),
      ),
  ];
  // The target of such a link depends on the process that follows it.
  if (
    values.some((value) => baseName(value) === 'ln') &&
    values.some((value) => /^\/+(proc|dev\/fd)(\/|$)/.test(value))
  )
    found.push(finding('secrets', 'a link into /proc leads anywhere', 'ask'));
  // Skips words before the actual command: env, sudo, timeout, xargs.
  for (const [index, value] of values.entries()) {
    const check = Object.hasOwn(dangers, baseName(value)) ? dangers[baseName(value)] : undefined;
    if (check && (index === 0 || !quiet.has(baseName(values[0] ?? ''))))
      found.push(...check(values.slice(index + 1), call));
    if (/^mkfs(\.|$)/.test(baseName(value)) && (index === 0 || !quiet.has(baseName(values[0] ?? ''))))
      found.push(finding('destructive', 'it formats a disk'));
  }
  return found;
}

/** Commands whose arguments are text, not files. */
const quiet = new Set(['echo', 'printf', 'grep', 'rg', 'git', 'which', 'man']);

type Check = (args: string[], call: ToolCall) => Finding[];

const dangers: Record<string, Check> = {
  rm: (args, call) => {
    const isRecursive = args.some((arg) => /^-[a-zA-Z]*[rR]/.test(arg) || arg === '--recursive');
    const tree = isRecursive && args.find((arg) => !arg.startsWith('-') && isWholeTree(arg, call));
    return tree === undefined || tree === false
      ? []
      : [finding('destructive', `it removes ${tree} and all in it`)];
  },
  dd: (args) =>
    args.some((arg) => /^of=\/dev\/(?!null$|zero$|std)/.test(arg))
      ? [finding('destructive', 'it writes to a disk')]
      : [],
  wipefs: () => [finding('destructive', 'it clears a disk')],
  shred: (args) =>
    args.some((arg) => arg.startsWith('/dev/')) ? [finding('destructive', 'it clears a disk')] : [],
  sudo: (args) =>
    args.some((arg) => ['rm', 'chmod', 'chown', 'dd', 'visudo', 'passwd'].includes(baseName(arg)))
      ? [finding('privilege', 'it changes files with the rights of root')]
      : [],
  chmod: (args) =>
    args.some((arg) => /^0?777$|^[ugo]*a?\+rwx$|^[ug]*\+s$|^[42][0-7]{3}$/.test(arg) && !/^u\+rwx$/.test(arg))
      ? [finding('privilege', 'it opens files to everybody')]
      : [],
  chown: (args) =>
    args.some((arg) => /^(root|0)?(:(root|0))?$/.test(arg) && arg !== '')
      ? [finding('privilege', 'it gives files to root')]
      : [],
  crontab: (args) => (args.includes('-r') ? [finding('system', 'it removes all scheduled jobs')] : []),
  visudo: () => [finding('system', 'it changes who may act as root')],
};

/** Whether the argument is the root, a home, a system directory, or similar, with everything in it. */
function isWholeTree(arg: string, { cwd, workspace, machine }: ToolCall): boolean {
  if (/^(\$HOME|\$\{HOME\}|~\w*)\/?\*?$/.test(arg)) return true;
  const path = absolutePath(arg.replace(/\/?\*$/, '') || '/', cwd, machine.home);
  return (
    path === machine.home ||
    (isWithin(workspace, path) && path !== workspace) ||
    (/^\/[^/]+$/.test(path) && path !== '/tmp')
  );
}

function protectPipeline(commands: (ShellCommand | undefined)[]): Finding[] {
  const names = commands.map((command) => (command ? baseName(command.words[0]?.value ?? '') : ''));
  const from = names.findIndex((name) => name === 'curl' || name === 'wget');
  const runs =
    from >= 0 &&
    commands
      .slice(from + 1)
      .some((command) => command?.words.some(({ value }) => interpreters.test(baseName(value))));
  return runs ? [finding('exfiltration', 'the download would be run without saving it first')] : [];
}

const interpreters = /^((ba|z|da|k|a)?sh|python[\d.]*|perl|ruby|node|php)$/;
