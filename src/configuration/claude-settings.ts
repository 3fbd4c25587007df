/**
 * The rules that somebody has written for Claude Code, read from its settings files and from nowhere else. The files are
 * only ever read.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { isDeepYaml } from '../base/bounded-yaml.ts';
import { claudeProjectFiles, type SettingsFile } from '../contract/settings.ts';
import { lineFinder, type ReadFile } from './read-file.ts';

/** The directories in which Claude Code looks for settings that belong to no project. */
export interface ClaudePlaces {
  user: string;
  /** What an administrator has written down for everybody. */
  managed: string;
}

export interface ClaudeFile {
  path: string;
  /** What a pattern with one leading slash is relative to, as Claude Code 2.1.328 has it. */
  root: string;
  /** It comes with the repository: it may forbid, but allows nothing until it is trusted. */
  foreign: boolean;
}

/** Weakest first. */
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
    // In a repository that is the user's home both are one.
    ...project.filter(({ path }) => path !== own.path),
    ...all.map((path) => ({ path, root: repo, foreign: false })),
  ];
}

function dropIns(directory: string): string[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
    return names.toSorted().map((name) => join(directory, name));
  } catch {
    // Where it is not there, or not for this user to see, Claude Code has nothing of it either.
    return [];
  }
}

export interface ClaudeReading extends ReadFile<SettingsFile> {
  /** Why not all of it could be read; then only what forbids is taken, as far as it can be made out. */
  fault: string | null;
}

/** Bytes; more than anybody writes. */
const maximumSize = 1024 * 1024;

/** @returns undefined where there is no file */
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
  // Goes on after a fault, where JSON gives up; and knows the lines.
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

/** Of everything in such a file, the rules; what else there is, modes and directories, is none of fairlead's. */
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
