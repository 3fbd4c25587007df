/**
 * The real Claude Code, for tests that drive it against the scripted model server. It is no dependency: it is fetched
 * from npm once into a cache, at one version, and never installed for anybody else.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { err, ok, type Result } from '../../src/base/result.ts';

/** The version that tests and recordings were made with. */
export const claudeCodeVersion = '2.1.328';

const packageName = `@anthropic-ai/claude-code-${process.platform}-${process.arch}`;
const cache = join(import.meta.dirname, '../../node_modules/.cache/fairlead');
const home = join(cache, `claude-code-${claudeCodeVersion}`);
const program = join(home, 'claude');

/** Path of the program, or undefined where it has not been fetched. */
export function findClaudeCode(): string | undefined {
  return existsSync(program) ? program : undefined;
}

/** @returns the path of the program, or why it cannot be had. Processes that fetch at the same time do not disturb each other. */
export async function fetchClaudeCode(): Promise<Result<string, string>> {
  if (existsSync(program)) return ok(program);
  await mkdir(cache, { recursive: true });
  const fetched = await mkdtemp(join(cache, 'fetching-'));
  try {
    const options = [
      '--no-save',
      '--ignore-scripts',
      '--fetch-retries=1',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ];
    await run('npm', ['install', '--prefix', fetched, ...options, `${packageName}@${claudeCodeVersion}`]);
    await rename(join(fetched, 'node_modules', packageName), home).catch(unlessFetched);
    return ok(program);
  } catch (error) {
    return err(firstLine(error));
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
}

/** All that Claude Code gets to see of this machine: nothing but loopback is spoken to. */
export function claudeEnvironment(home: string, modelUrl: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    ANTHROPIC_BASE_URL: modelUrl,
    ANTHROPIC_API_KEY: 'dummy',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  };
}

const run = promisify(execFile);

/** Somebody else was first: the same program is there. */
function unlessFetched(error: unknown): void {
  if (!existsSync(program)) throw error;
}

function firstLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr?.trim() || message).split('\n')[0] ?? message;
}
