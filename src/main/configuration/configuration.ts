import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../base/result.ts';
import type { Problem } from '../../contract/error.ts';
import { repositoryFiles, type Settings, type SettingsFile } from '../../contract/settings.ts';
import type { Configuration } from '../../runtime/deps.ts';
import { builtInSettings } from './built-in.ts';
import { mergeLayers, needsTrust, type ExplainedValue, type Layer } from './layers.ts';
import { readSettingsFile } from './read-file.ts';
import { openTrust } from './trust.ts';

export interface LayeredConfiguration extends Configuration {
  /** Every value with its origin, and what a repository says that is not followed until it is trusted. */
  explain(repo: string): Result<{ values: ExplainedValue[]; untrusted: string[] }, Problem>;
}

export interface ConfigurationOptions {
  userFile: string;
  trustFile: string;
  /** Settings of the environment, the strongest layer. */
  environment: SettingsFile;
  scripted: string[];
}

export function createConfiguration(options: ConfigurationOptions): LayeredConfiguration {
  const trust = openTrust(options.trustFile);
  const cache = new Map<string, { stamp: string; result: Result<Settings, Problem> }>();
  const good = new Map<string, Settings>();

  return {
    read: (repo) => Promise.resolve(readCached(repo)),
    inForce: async (repo) => {
      const result = readCached(repo);
      return result.ok ? result.value : (good.get(repo) ?? good.get('/') ?? builtIn());
    },
    trust(repo, files) {
      trust.add(files.map(({ path, content }) => ({ path: join(repo, path), content })));
    },
    trusts: (repo, path, content) => trust.has(join(repo, path), content),
    explain(repo) {
      const layers = readLayers(repo);
      if (!layers.ok) return layers;
      return ok({
        values: mergeLayers(layers.value).explained,
        untrusted: layers.value
          .filter(({ narrowing, content }) => narrowing && needsTrust(content))
          .map(({ source }) => source),
      });
    },
  };

  function readCached(repo: string): Result<Settings, Problem> {
    const stamp = stampOf([options.userFile, options.trustFile, ...filesOf(repo)]);
    const known = cache.get(repo);
    if (known?.stamp === stamp) return known.result;
    const layers = readLayers(repo);
    const result = layers.ok ? ok(mergeLayers(layers.value).settings) : layers;
    cache.set(repo, { stamp, result });
    if (result.ok) good.set(repo, result.value);
    return result;
  }

  function readLayers(repo: string): Result<Layer[], Problem> {
    const layers: Layer[] = [
      { source: 'built-in', root: '/', content: builtInSettings(options.scripted), narrowing: false },
    ];
    for (const [path, root, ownFile] of [
      [options.userFile, repo, true] as const,
      ...filesOf(repo).map((file) => [file, repo, false] as const),
    ]) {
      const content = readSettingsFile(path);
      if (!content.ok) return content;
      if (content.value)
        layers.push({
          source: path,
          root,
          content: content.value,
          narrowing: !ownFile && !trust.has(path, readFileSync(path)),
        });
    }
    layers.push({ source: 'environment', root: repo, content: options.environment, narrowing: false });
    return ok(layers);
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

function filesOf(repo: string): string[] {
  return repositoryFiles.map((name) => join(repo, name));
}

/** Changes when one of the files does. */
function stampOf(paths: string[]): string {
  return paths
    .map((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : '-';
    })
    .join('\n');
}
