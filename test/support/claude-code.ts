/** The real Claude Code, for tests that drive it against the scripted model server. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../src/base/result.ts';
import { cache, fetchPackage } from './fetch-package.ts';

/** The version that tests and recordings were made with. */
export const claudeCodeVersion = '2.1.328';

const packageName = `@anthropic-ai/claude-code-${process.platform}-${process.arch}`;
const folder = `claude-code-${claudeCodeVersion}`;
const program = join(cache, folder, 'claude');

/** Path of the program, or undefined where it has not been fetched. */
export function findClaudeCode(): string | undefined {
  return existsSync(program) ? program : undefined;
}

/** @returns the path of the program, or why it cannot be had. */
export async function fetchClaudeCode(): Promise<Result<string, string>> {
  const spec = `${packageName}@${claudeCodeVersion}`;
  const fetched = await fetchPackage(folder, spec, join('node_modules', packageName));
  return fetched.ok ? ok(program) : fetched;
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
