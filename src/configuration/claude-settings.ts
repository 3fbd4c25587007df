/** Reads the rules that users wrote for Claude Code from its settings files. This module never writes them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { isDeepYaml } from '../base/bounded-yaml.ts';
import { claudeProjectFiles, type SettingsFile } from '../contract/settings.ts';
import { lineFinder, type ReadFile } from './read-file.ts';

/** The directories of Claude Code's settings that do not belong to a project. */
export interface ClaudePlaces {
  user: string;
  /** Settings that an administrator manages for all users. */
  managed: string;
}

export interface ClaudeFile {
  path: string;
  /** The directory for patterns with one leading slash, as in Claude Code 2.1.328. */
  root: string;
  /**
   * Whether the repository ships the file. Its `deny` and `ask` rules apply at once, its `allow` rules only after the
   * user trusts it.
   */
  foreign: boolean;
}

/** Returns the files in ascending precedence. */
export function claudeFiles({ user, managed }: ClaudePlaces, repo: string): ClaudeFile[] {
  const own = { path: join(user, 'settings.json'), root: user, foreign: false };
  const project = claudeProjectFiles.map((name) => ({
    path: join(repo, name),
    root: repo,
    foreign: true,
  }));
  const base = join(managed, 'managed-settings.json');
  const all = [base, ...dropIns(join(managed, 'managed-settings.d'))];
  return [
    own,
    // If the repository is the user's home, both are the same file.
    ...project.filter(({ path }) => path !== own.path),
    ...all.map((path) => ({ path, root: repo, foreign: false })),
  ];
}

function dropIns(directory: string): string[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
    return names.toSorted().map((name) => join(directory, name));
  } catch {
    // Claude Code also ignores a missing or unreadable directory.
    return [];
  }
}

export interface ClaudeReading extends ReadFile<SettingsFile> {
  /** The reason why parts could not be read. Then only `deny` and `ask` rules count, as far as they can be read. */
  fault: string | null;
}

/** Bytes; more than hand-written settings need. */
const maximumSize = 1024 * 1024;

/** @returns undefined if the file does not exist */
export function readClaudeSettings(path: string): ClaudeReading | undefined {
  const unreadable = (fault: string) => ({
    content: {},
    bytes: Buffer.alloc(0),
    lineOf: () => undefined,
    fault,
  });
  try {
    const { size, isFile } = statOf(path);
    if (!isFile || size > maximumSize) return unreadable('it is not a settings file');
    return read(readFileSync(path));
  } catch (error) {
    return isMissing(error) ? undefined : unreadable(messageOf(error));
  }
}

function statOf(path: string): { size: number; isFile: boolean } {
  const found = statSync(path);
  return { size: found.size, isFile: found.isFile() };
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as { code?: string }).code ?? '');
}

function read(bytes: Buffer): ClaudeReading {
  const text = bytes.toString().replace(/^\uFEFF/, '');
  const lineCounter = new LineCounter();
  // Unlike JSON.parse, this parser continues after an error and knows line numbers.
  const document = parseDocument(isDeepYaml(text) ? '' : text, {
    lineCounter,
    logLevel: 'silent',
    strict: false,
    uniqueKeys: false,
  });
  const { value, fault } = parseJson(text, () => document.toJS() as unknown);
  const { rules, fault: wrong } = rulesIn(value);
  const { allow, ask, deny } = rules;
  const why = fault ?? wrong;
  const places = lineFinder(document, lineCounter);
  return {
    content: { policy: why === null ? { allow, ask, deny } : { ask, deny } },
    bytes,
    lineOf: ([_policy, ...keys]) => places(['permissions', ...keys]),
    fault: why,
  };
}

function parseJson(text: string, salvage: () => unknown): { value: unknown; fault: string | null } {
  try {
    return { value: JSON.parse(text.trim() === '' ? '{}' : text) as unknown, fault: null };
  } catch (error) {
    const fault = `it is not JSON: ${messageOf(error)}`;
    try {
      return { value: salvage(), fault };
    } catch {
      return { value: {}, fault };
    }
  }
}

const lists = ['allow', 'ask', 'deny'] as const;
type Rules = Record<(typeof lists)[number], string[]>;

/** Returns the rules of a file. fairlead ignores its other settings, such as modes and directories. */
function rulesIn(value: unknown): { rules: Rules; fault: string | null } {
  const permissions = fieldOf(value, 'permissions');
  let fault = isObject(value) ? null : 'it is not an object';
  if (permissions !== undefined && !isObject(permissions)) fault ??= '"permissions" is not an object';
  const rules: Rules = { allow: [], ask: [], deny: [] };
  for (const list of lists) {
    const entries = fieldOf(permissions, list) ?? [];
    const texts = Array.isArray(entries) ? entries : [];
    rules[list] = texts.filter((entry): entry is string => typeof entry === 'string' && entry.trim() !== '');
    if (!Array.isArray(entries) || rules[list].length < texts.length)
      fault ??= `"permissions.${list}" is not a list of rules`;
  }
  return { rules, fault };
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
