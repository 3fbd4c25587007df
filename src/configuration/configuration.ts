import { statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../base/result.ts';
import type { Problem } from '../base/problem.ts';
import {
  claudeProjectFiles,
  repositoryFiles,
  type Settings,
  type SettingsFile,
} from '../contract/settings.ts';
import type { Configuration } from '../runtime/deps.ts';
import { builtInSettings } from './built-in.ts';
import { claudeFiles, readClaudeSettings, type ClaudeFile, type ClaudePlaces } from './claude-settings.ts';
import { mergeLayers, needsTrust, type ExplainedValue, type Layer } from './layers.ts';
import { readSettingsFile, type ReadFile } from './read-file.ts';
import { openTrust } from './trust.ts';

export interface LayeredConfiguration extends Configuration {
  /** Returns every value with its origin, and the repository's settings that do not apply until it is trusted. */
  explain(repo: string): Result<Explanation, Problem>;
}

export interface Explanation {
  values: ExplainedValue[];
  untrusted: string[];
  unread: Settings['policy']['unread'];
}

export interface ConfigurationOptions {
  userFile: string;
  trustFile: string;
  /** Settings of the environment, the strongest layer. */
  environment: SettingsFile;
  scripted: string[];
  /** Places of Claude Code's settings. They are read only if the user's own file enables it. */
  claude: ClaudePlaces;
  /** Called when a file is read that is valid only in part. */
  warn?: (file: Settings['policy']['unread'][number]) => void;
}

export function createConfiguration(options: ConfigurationOptions): LayeredConfiguration {
  const trust = openTrust(options.trustFile);
  const cache = new Map<string, { stamp: string; result: Result<Settings, Problem> }>();
  const good = new Map<string, Settings>();
  const parts: Parts = { options, trust, readBefore: new Map() };

  return {
    read: (repo) => Promise.resolve(readCached(repo)),
    inForce: async (repo) => {
      const result = readCached(repo);
      return result.ok ? result.value : (good.get(repo) ?? good.get('/') ?? builtIn());
    },
    repositoryFiles() {
      const own = readSettingsFile(options.userFile);
      return [...repositoryFiles, ...(own.ok && takesClaude(own.value) ? claudeProjectFiles : [])];
    },
    trust(repo, files) {
      trust.add(files.map(({ path, hash }) => ({ path: join(repo, path), hash })));
    },
    trusts: (repo, path, content) => trust.has(join(repo, path), content),
    explain(repo) {
      const read = readLayers(parts, repo);
      if (!read.ok) return read;
      const { layers, unread } = read.value;
      return ok({
        values: mergeLayers(layers).explained,
        untrusted: layers
          .filter(({ narrowing, content }) => narrowing && needsTrust(content))
          .map(({ source }) => source),
        unread,
      });
    },
  };

  function readCached(repo: string): Result<Settings, Problem> {
    const claude = claudeFilesOf(repo).map(({ path }) => path);
    const stamp = stampOf([options.userFile, options.trustFile, ...filesOf(repo), ...claude]);
    const known = cache.get(repo);
    if (known?.stamp === stamp) return known.result;
    const read = readLayers(parts, repo);
    const result = read.ok ? ok(mergeLayers(read.value.layers, read.value.unread).settings) : read;
    if (read.ok) for (const file of read.value.unread) options.warn?.(file);
    cache.set(repo, { stamp, result });
    if (result.ok) good.set(repo, result.value);
    return result;
  }

  function claudeFilesOf(repo: string): ClaudeFile[] {
    return claudeFiles(options.claude, repo);
  }

  function builtIn(): Settings {
    const layer = {
      source: 'built-in',
      root: '/',
      content: builtInSettings(options.scripted),
      narrowing: false,
    };
    return mergeLayers([layer]).settings;
  }
}

interface Parts {
  options: ConfigurationOptions;
  trust: ReturnType<typeof openTrust>;
  /** Claude Code's settings files in their last valid form. */
  readBefore: Map<string, Said>;
}

function readLayers(parts: Parts, repo: string): Result<Reading, Problem> {
  const { options, trust } = parts;
  const layers: Layer[] = [
    { source: 'built-in', root: '/', content: builtInSettings(options.scripted), narrowing: false },
  ];
  const unread: Reading['unread'] = [];
  const own = readSettingsFile(options.userFile);
  if (!own.ok) return own;
  if (own.value) {
    const { content, lineOf } = own.value;
    layers.push({ source: options.userFile, root: repo, content, lineOf, narrowing: false });
  }
  for (const path of filesOf(repo)) {
    const found = readSettingsFile(path);
    if (!found.ok) return found;
    if (!found.value) continue;
    const { content, bytes, lineOf } = found.value;
    layers.push({
      source: path,
      root: repo,
      content: withoutOwn(content),
      lineOf,
      narrowing: !trust.has(path, bytes),
    });
  }
  for (const file of takesClaude(own.value) ? claudeFiles(options.claude, repo) : [])
    readClaude(parts, file, layers, unread);
  layers.push({ source: 'environment', root: repo, content: options.environment, narrowing: false });
  return ok({ layers, unread });
}

/**
 * Reads a file of Claude Code. For an invalid file, its last valid content applies, otherwise the parts that can be
 * read.
 */
function readClaude(
  { trust, readBefore }: Parts,
  { path, root, foreign }: ClaudeFile,
  layers: Layer[],
  unread: Reading['unread'],
): void {
  const found = readClaudeSettings(path);
  if (!found) return void readBefore.delete(path);
  const { fault, bytes, ...now } = found;
  if (fault === null) readBefore.set(path, now);
  const before = readBefore.get(path);
  const { content, lineOf } = before ?? now;
  layers.push({
    source: path,
    root,
    content,
    lineOf,
    narrowing: foreign && (fault !== null || !trust.has(path, bytes)),
  });
  if (fault !== null) unread.push({ source: path, message: `${fault}; ${whatIsLeft(before, now, foreign)}` });
}

interface Reading {
  layers: Layer[];
  unread: Settings['policy']['unread'];
}

function takesClaude(own: Said | undefined): boolean {
  return own?.content.policy?.claude_settings ?? false;
}

/** Removes settings that only the user's own file may contain. */
function withoutOwn({ policy, agents, ...rest }: SettingsFile): SettingsFile {
  const { claude_settings: _own, ...others } = policy ?? {};
  const asking = Object.entries(agents ?? {}).map(([name, { unasked: _unasked, ...agent }]) => [name, agent]);
  return {
    ...rest,
    ...(policy && { policy: others }),
    ...(agents && { agents: Object.fromEntries(asking) as SettingsFile['agents'] }),
  };
}

/** The content of a file, and the lines of its values. */
type Said = Pick<ReadFile<SettingsFile>, 'content' | 'lineOf'>;

function whatIsLeft(before: Said | undefined, now: Said, foreign: boolean): string {
  if (before) return `its last readable ${foreign ? 'deny and ask rules stay' : 'content stays'} in force`;
  const { ask = [], deny = [] } = now.content.policy ?? {};
  const kept = deny.length + ask.length;
  return `its allow rules are ignored; deny and ask rules that could be read: ${kept}`;
}

function filesOf(repo: string): string[] {
  return repositoryFiles.map((name) => join(repo, name));
}

/** Returns a stamp that changes when one of the files does. */
function stampOf(paths: string[]): string {
  return paths
    .map((path) => {
      const found = statOf(path);
      return typeof found === 'object' ? `${found.ino} ${found.size} ${found.mtimeMs}` : found;
    })
    .join('\n');
}

function statOf(path: string): Stats | string {
  try {
    return statSync(path);
  } catch (error) {
    return (error as { code?: string }).code ?? '-';
  }
}
