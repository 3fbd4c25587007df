import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../../../base/result.ts';
import { fields, gitOutput } from '../command/git-output.ts';
import type { Trust } from '../command/hardening.ts';
import type { Problem } from '../../../base/problem.ts';
import { readRegularFile } from '../files/read-regular-file.ts';
import { readSettings, type Setting } from './read-settings.ts';
import type { Repository } from './repository.ts';

/**
 * A program that the configuration names and that git would run. fairlead's git runs it only if the user trusts it.
 */
export interface GitProgram {
  /** `filter lfs`, `merge driver ours`, `credential helper`. */
  readonly name: string;
  /** The current values that make git run it, by key. */
  readonly settings: Trust;
  /** The attribute that applies it to files; null if it runs whatever the attributes are. */
  readonly attribute: string | null;
}

const kinds: readonly { pattern: RegExp; kind: string; attribute: string | null }[] = [
  { pattern: /^filter\.(.*)\.(?:clean|smudge|process|required)$/s, kind: 'filter', attribute: 'filter' },
  { pattern: /^merge\.(.*)\.driver$/s, kind: 'merge driver', attribute: 'merge' },
];

/** Programs that a fetching filter, such as that of git-lfs, runs in turn. */
const helpers: readonly { key: string; name: string }[] = [
  { key: 'credential.helper', name: 'credential helper' },
  { key: 'core.sshcommand', name: 'ssh command' },
];

/** Reads the programs that the configuration names, including the files of the user and the system. */
export async function readGitPrograms(
  repository: Repository,
  signal?: AbortSignal,
): Promise<Result<GitProgram[], Problem>> {
  const settings = await readSettings(repository, signal);
  return settings.ok ? ok(programsIn(settings.value)) : settings;
}

function programsIn(settings: readonly Setting[]): GitProgram[] {
  const found = new Map<string, GitProgram & { settings: Record<string, string> }>();
  const add = (name: string, attribute: string | null, { key, value }: Setting) => {
    const program = found.get(name) ?? { name, attribute, settings: {} };
    // The last value of a key applies.
    program.settings[key] = value;
    found.set(name, program);
  };
  for (const setting of settings) {
    for (const { pattern, kind, attribute } of kinds) {
      const value = pattern.exec(setting.key)?.[1];
      if (value !== undefined) add(`${kind} ${value}`, `${attribute}=${value}`, setting);
    }
    const helper = helpers.find(({ key }) => key === setting.key);
    if (helper) add(helper.name, null, setting);
  }
  return [...found.values()].filter(({ settings: own }) =>
    Object.entries(own).some(([key, value]) => value !== '' && !key.endsWith('.required')),
  );
}

/**
 * Selects the programs that matter to a repository: an attributes file applies them to files, or another such program
 * needs them. Many machines configure git-lfs for every repository, although few have files for it.
 */
export async function usedPrograms(
  repository: Repository,
  programs: readonly GitProgram[],
  signal?: AbortSignal,
): Promise<Result<GitProgram[], Problem>> {
  if (!programs.some(({ attribute }) => attribute !== null)) return ok([]);
  const attributes = await readAttributes(repository, signal);
  if (!attributes.ok) return attributes;
  const words = new Set(attributes.value.split(/\s+/));
  const used = programs.filter(({ attribute }) => attribute !== null && words.has(attribute));
  const fetches = used.some(({ attribute }) => attribute?.startsWith('filter='));
  return ok(programs.filter((program) => used.includes(program) || (fetches && program.attribute === null)));
}

const attributesFiles = [':(top,glob)**/.gitattributes'];

/** Bytes of one attributes file; git itself ignores larger ones (gitattributes, 100 MB). */
const largestFile = 1024 * 1024;

async function readAttributes(
  repository: Repository,
  signal?: AbortSignal,
): Promise<Result<string, Problem>> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...attributesFiles];
  const listed = await gitOutput(repository, args, { signal });
  if (!listed.ok) return listed;
  const settings = await readSettings(repository, signal);
  if (!settings.ok) return settings;
  const home = repository.git.environment['HOME'] ?? '';
  const own = settings.value.findLast(({ key }) => key === 'core.attributesfile')?.value;
  const ofUser =
    own?.replace(/^~(?=\/)/, home) ??
    join(repository.git.environment['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'git/attributes');
  const paths = [
    ...fields(listed.value).map((path) => join(repository.directory, path)),
    join(repository.commonDir, 'info/attributes'),
    // Users often link it to the directory of their configuration.
    await realpath(ofUser).catch(() => ofUser),
  ];
  const texts = await Promise.all(
    paths.map(async (path) => (await readRegularFile(path, largestFile)) ?? ''),
  );
  return ok(texts.join('\n'));
}
