/**
 * Reads configuration that can make git run a program, beyond what the command line disables: newer versions of git
 * have new ways, and the user's own git has no hardening. A process in a linked worktree can write all of it. So it
 * is read before and compared after; reading takes no lock.
 */
import { createHash } from 'node:crypto';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ok, type Result } from '../../../base/result.ts';
import type { Facts } from './difference.ts';
import { withFileProblems } from '../files/with-file-problems.ts';
import type { Problem } from '../../../base/problem.ts';
import { isMissing, readRegularFile } from '../files/read-regular-file.ts';
import { readSettings, type Setting } from '../repository/read-settings.ts';
import type { Repository } from '../repository/repository.ts';
import type { GitPlace } from '../command/run-git.ts';
import { worktreePlace, type Worktree } from '../worktree/worktree.ts';

/**
 * Reads what a repository would execute: configuration, hooks, attributes, and for each given worktree the files that
 * tell git where its repository is. Compare with `compareFacts`.
 */
export function readExecutableConfig(
  repository: Repository,
  worktrees: readonly Pick<Worktree, 'id' | 'path'>[] = [],
  signal?: AbortSignal,
): Promise<Result<Facts, Problem>> {
  return withFileProblems(async () => {
    const facts: Record<string, string> = {};
    const shared = await readSettings(repository, signal);
    if (!shared.ok) return shared;
    Object.assign(facts, executable(shared.value, 'config'));
    await addHooks(facts, join(repository.commonDir, 'hooks'));
    const elsewhere = shared.value.findLast(({ key }) => key === 'core.hookspath')?.value;
    if (elsewhere) await addHooks(facts, resolve(repository.directory, withHome(repository, elsewhere)));
    for (const file of ['info/attributes', 'objects/info/alternates'])
      await addFile(facts, file, join(repository.commonDir, file));
    for (const worktree of worktrees) {
      await addWorktreeFacts(facts, worktree.id, worktreePlace(repository, worktree));
      const own = await readSettings(
        { ...worktreePlace(repository, worktree), directory: repository.directory },
        signal,
      );
      const prefix = `worktree ${worktree.id}: config`;
      // An entry that git cannot read is a finding, not a failure.
      if (own.ok) Object.assign(facts, executable(without(own.value, shared.value), prefix));
      else facts[prefix] = own.error.message;
    }
    return ok(facts);
  });
}

/**
 * Reads the servers that a repository uses, with proxies and certificate checks: a change of them redirects what the
 * user pushes or pulls. Compare with `compareFacts`. Credentials in values are not shown.
 */
export function readRemoteConfig(
  repository: Repository,
  signal?: AbortSignal,
): Promise<Result<Facts, Problem>> {
  return withFileProblems(async () => {
    const settings = await readSettings(repository, signal);
    if (!settings.ok) return settings;
    const hidden = settings.value.map((setting) => ({ ...setting, value: withoutSecrets(setting) }));
    return ok(factsOf(hidden, remoteKeys, 'config'));
  });
}

/** Keys by which git chooses servers and verifies them (git-config). */
const remoteKeys = [
  /^remote\..*\.(url|pushurl|fetch|push|mirror|pushdefault|tagopt)$/s,
  /^remote\.pushdefault$/,
  /^branch\..*\.pushremote$/s,
  /^push\.(default|followtags|pushoption)$/,
  /^http\./,
  /^https\./,
  /^ssh\./,
  /^(transfer|fetch|receive)\.(fsckobjects|bundleuri|hiderefs)$/,
  /^gpg\.ssh\.allowedsignersfile$/,
];

/** A changed secret is still a change: the beginning of its hash replaces it. */
function withoutSecrets({ key, value }: Setting): string {
  if (/\.(extraheader|cookiefile|sslcertpasswordprotected)$/.test(key)) return `sha256 ${digest(value)}`;
  return value.replaceAll(/\/\/([^/@\s]+)@/g, (_, who: string) => `//${digest(who).slice(0, 6)}@`);
}

/**
 * Keys that name a program, or that make git read its configuration, hooks or working tree from another place
 * (git-config).
 */
const executableKeys = [
  /^filter\./,
  /^merge\..*\.driver$/s,
  /^diff\..*\.(command|textconv)$/s,
  /^diff\.external$/,
  /^hook\./,
  /^alias\./,
  /^remote\..*\.(uploadpack|receivepack|vcs|promisor|proxy)$/s,
  /^submodule\..*\.update$/s,
  /^(browser|difftool|mergetool|guitool|man|pager|tar|trailer)\..*/s,
  /^url\..*\.(push)?insteadof$/s,
  /program$/,
  /command$/,
  /^credential\b/,
  /^include(if)?\./,
  /^core\.(fsmonitor|hookspath|sshcommand|editor|pager|askpass|worktree|bare|gitproxy|attributesfile)$/,
  /^(sequence\.editor|interactive\.difffilter|uploadpack\.packobjectshook|gc\.recentobjectshook)$/,
  /^protocol\./,
  /^branch\..*\.mergeoptions$/s,
  /^extensions\./,
];

function executable(settings: Setting[], prefix: string): Record<string, string> {
  return factsOf(settings, executableKeys, prefix);
}

function factsOf(settings: Setting[], keys: readonly RegExp[], prefix: string): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const { key, value, origin } of settings) {
    if (!keys.some((pattern) => pattern.test(key))) continue;
    const what = `${prefix} ${key}`;
    const stated = `${value} (${origin})`;
    facts[what] = facts[what] === undefined ? stated : `${facts[what]}, ${stated}`;
  }
  return facts;
}

function withHome({ git }: GitPlace, path: string): string {
  return path.replace(/^~(?=\/)/, git.environment['HOME'] ?? '~');
}

const mostHooks = 500;

/** Example hooks of git do not run under their names. */
async function addHooks(facts: Record<string, string>, directory: string): Promise<void> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const active = names.filter((name) => !name.endsWith('.sample')).slice(0, mostHooks);
  for (const name of active) await addFile(facts, `hook ${name}`, join(directory, name));
}

async function addFile(facts: Record<string, string>, what: string, path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (!found) return;
  if (found.isSymbolicLink()) facts[what] = `link to ${await readlink(path)}`;
  else if (!found.isFile()) facts[what] = found.isDirectory() ? 'a directory' : 'no regular file';
  else {
    const content = await readRegularFile(path, 1024 * 1024);
    const executable = (found.mode & 0o111) === 0 ? '' : ', executable';
    facts[what] = `${found.size} bytes, sha256 ${digest(content ?? '')}${executable}`;
  }
}

/**
 * A linked worktree has all of the shared configuration, and more through `config.worktree` and conditional includes.
 */
function without(settings: Setting[], shared: Setting[]): Setting[] {
  const known = new Set(shared.map((setting) => JSON.stringify(setting)));
  return settings.filter((setting) => !known.has(JSON.stringify(setting)));
}

async function addWorktreeFacts(
  facts: Record<string, string>,
  id: string,
  { directory, gitDir }: Required<GitPlace>,
): Promise<void> {
  for (const [name, file] of [
    ['.git', join(directory, '.git')],
    ['commondir', join(gitDir, 'commondir')],
    ['gitdir', join(gitDir, 'gitdir')],
  ] as const) {
    const what = `worktree ${id}: ${name}`;
    const content = await readRegularFile(file);
    if (content?.length) facts[what] = content.toString('utf8').trimEnd();
    else await addFile(facts, what, file);
  }
}

function digest(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
