/**
 * Makes a git command safe where somebody else may have written the configuration, the hooks, the attributes and the
 * working tree. A linked worktree can write all of the shared repository, and a plain `git status` there runs
 * programs that the configuration names: test/scenarios/git-hardening.test.ts tries 24 ways, each with plain git
 * first.
 *
 * Where git has no value for "none", a program that does nothing (`true`, `cat`) or fails (`false`) replaces it.
 */

/** Passed with `-c`, which git passes on to its own child processes. */
const fixedConfig: readonly (readonly [key: string, value: string])[] = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.pager', 'cat'],
  ['core.editor', 'true'],
  ['core.alternateRefsCommand', 'true'],
  ['protocol.ext.allow', 'never'],
  ['safe.bareRepository', 'explicit'],
  ['commit.gpgSign', 'false'],
  ['tag.gpgSign', 'false'],
  ['push.gpgSign', 'false'],
  ['log.showSignature', 'false'],
  ['merge.verifySignatures', 'false'],
  ['gpg.program', 'false'],
  ['gpg.openpgp.program', 'false'],
  ['gpg.x509.program', 'false'],
  ['gpg.ssh.program', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['diff.submodule', 'short'],
  ['credential.helper', ''],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  // Not for safety: the same output everywhere, and no side effects.
  ['color.ui', 'false'],
  ['core.quotePath', 'false'],
  ['core.safecrlf', 'false'],
  ['i18n.logOutputEncoding', 'UTF-8'],
  ['merge.autoStash', 'false'],
  ['rerere.enabled', 'false'],
  ['worktree.useRelativePaths', 'false'],
];

/**
 * Values for every name that the configuration has in a section. They are passed in the environment, because `-c`
 * cuts a key at the first `=`, and a filter may be named `a=b`.
 *
 * `hook` is for configured hooks, which `core.hooksPath` does not disable (git 2.54 and later).
 */
const deadByName: Readonly<Record<string, readonly (readonly [variable: string, value: string])[]>> = {
  filter: [
    ['clean', ''],
    ['smudge', ''],
    ['process', ''],
    ['required', 'false'],
  ],
  merge: [['driver', 'false']],
  remote: [
    ['uploadpack', 'git-upload-pack'],
    ['receivepack', 'git-receive-pack'],
  ],
  hook: [
    ['enabled', 'false'],
    ['event', ''],
  ],
};

const showsDifferences = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'];

/**
 * Options without which a verb would run a program whatever the configuration says: git takes the first
 * `remote.*.uploadpack`, not ours, and inspects a nested repository by running git there, under that repository's own
 * configuration.
 */
const verbOptions: Readonly<Record<string, readonly string[]>> = {
  status: ['--ignore-submodules=dirty'],
  diff: showsDifferences,
  'diff-tree': showsDifferences,
  'diff-index': showsDifferences,
  'diff-files': showsDifferences,
  log: showsDifferences,
  show: showsDifferences,
  fetch: ['--upload-pack=git-upload-pack', '--no-recurse-submodules'],
  push: ['--receive-pack=git-receive-pack', '--recurse-submodules=no'],
};

/**
 * Configuration with the values that the user trusted. All other configuration that could run a program is disabled.
 * Without trust, large files of git-lfs stay pointers, and a custom merge driver counts as a conflict. Keys as `git
 * config --list` writes them: `filter.lfs.process`, `core.sshcommand`.
 */
export type Trust = Readonly<Record<string, string>>;

/** Whether a trusted filter may run and use the network: that of git-lfs fetches objects. */
export function trustsFilter(trust: Trust): boolean {
  return Object.keys(trust).some((key) => key.startsWith('filter.'));
}

/** @returns `args`, its verb first, with all options before and after the verb */
export function hardenedArguments(args: readonly string[], trust: Trust): string[] {
  const [verb = '', ...rest] = args;
  const fixed = fixedConfig.flatMap(([key, value]) => ['-c', `${key}=${trust[key.toLowerCase()] ?? value}`]);
  return ['--no-optional-locks', ...fixed, verb, ...(verbOptions[verb] ?? []), ...rest];
}

/**
 * Verbs that run no program named in the configuration: they read, and the last two write objects, but no file passes
 * through a filter, no ref or index is written (which would run hooks), nothing is merged or fetched.
 */
export const namelessVerbs: ReadonlySet<string> = new Set(
  'rev-parse rev-list cat-file merge-base show-ref for-each-ref ls-files diff-tree check-attr check-ignore config version commit-tree mktree'.split(
    ' ',
  ),
);

/** @param keys as `git config --list --name-only -z` gives them */
export function deadConfig(keys: readonly string[], trust: Trust): Record<string, string> {
  const dead: Record<string, string> = {};
  const present = new Set(keys);
  for (const key of keys) {
    const [section, name] = splitKey(key);
    if (name === undefined) continue;
    const variables = deadByName[section] ?? [];
    const trusted = variables.some(([variable]) => trust[`${section}.${name}.${variable}`] !== undefined);
    for (const [variable, value] of variables) {
      const full = `${section}.${name}.${variable}`;
      // A filter with an empty `process` uses neither of the other variables: for a trusted filter, override
      // only those that exist.
      if (!trusted || present.has(full)) dead[full] = trust[full] ?? value;
    }
    if (section === 'branch' && key.endsWith('.mergeoptions')) dead[key] = '';
  }
  return dead;
}

/** Configuration for the environment, where key and value are separate. */
export function configEnvironment(config: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries(config);
  const environment: Record<string, string> = { GIT_CONFIG_COUNT: String(pairs.length) };
  for (const [index, [key, value]] of pairs.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return environment;
}

/** Variables of the caller that git needs; none of the caller's `GIT_*`. */
const inherited = ['HOME', 'XDG_CONFIG_HOME', 'USER', 'LOGNAME', 'TMPDIR'];
const directories: ReadonlySet<string> = new Set(['HOME', 'XDG_CONFIG_HOME', 'TMPDIR']);
const inheritedForNetwork = ['SSH_AUTH_SOCK', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap(
  (name) => [name, name.toUpperCase()],
);

/**
 * Builds the environment. Without the network no transport is allowed: git fetches missing objects in the middle of
 * any command, from the server and with the program that the configuration names.
 *
 * @param helpers whether a trusted program may use the network, which git itself may not without `network`
 */
export function hardenedEnvironment(
  caller: Readonly<Record<string, string | undefined>>,
  network: boolean,
  helpers = false,
): Record<string, string> {
  const names = network || helpers ? [...inherited, ...inheritedForNetwork] : inherited;
  const kept = names.flatMap((name) => {
    const value = caller[name];
    // A relative path would refer to the working tree that git runs in.
    const usable = value !== undefined && (!directories.has(name) || value.startsWith('/'));
    return usable ? [[name, value]] : [];
  });
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    PATH: absoluteOnly(caller['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    GIT_EDITOR: 'true',
    GIT_SEQUENCE_EDITOR: 'true',
    GIT_PAGER: 'cat',
    GIT_PROXY_COMMAND: '',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: network ? 'file:git:http:https:ssh' : 'none',
  };
}

/** Removes relative directories from PATH; they would be in the working tree that git runs in. */
function absoluteOnly(path: string): string {
  return path
    .split(':')
    .filter((directory) => directory.startsWith('/'))
    .join(':');
}

/** `filter.a.b.clean` is the variable `clean` of the name `a.b` in the section `filter`. */
function splitKey(key: string): [section: string, name: string | undefined] {
  const first = key.indexOf('.');
  const last = key.lastIndexOf('.');
  return [key.slice(0, first), first === last ? undefined : key.slice(first + 1, last)];
}
