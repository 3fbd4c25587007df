/** A world in which the scripted agent lives for one test: a directory for its conversations, and one to work in. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LaunchRequest } from '../../src/agents/agent.ts';
import { becomes } from './becomes.ts';
import { compileCache } from './compile-cache.ts';
import { launchRequest } from './launch-request.ts';

export interface ScriptedWorld extends AsyncDisposable {
  cwd: string;
  /** The whole environment of the agent. */
  env: Record<string, string>;
  launch: LaunchRequest;
  /** Resolves when there is a file of this name in the working directory. */
  appears(name: string): Promise<void>;
  /** Resolves when the agent has put this text where a later process finds it. */
  saved(text: string): Promise<void>;
}

/** The program as Node runs it from its source. */
export const scriptedCommand: readonly string[] = [
  process.execPath,
  join(import.meta.dirname, '../../src/main/scripted-agent.ts'),
];

export async function openScriptedWorld(): Promise<ScriptedWorld> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'fairlead-scripted-')));
  const [home, cwd] = [join(root, 'home'), join(root, 'project')];
  await mkdir(home);
  await mkdir(cwd);
  const conversations = () => readdirSync(home).map((file) => readFileSync(join(home, file), 'utf8'));
  return {
    cwd,
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: home,
      FAIRLEAD_SCRIPTED_HOME: home,
      NODE_COMPILE_CACHE: compileCache,
    },
    launch: launchRequest('scripted', {
      agent: { name: 'scripted', like: 'scripted', command: scriptedCommand, env: {} },
      cwd,
      conversation: crypto.randomUUID(),
    }),
    appears: (name) => becomes(() => existsSync(join(cwd, name))),
    saved: (text) => becomes(() => conversations().some((lines) => lines.includes(text))),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** @returns text of a prompt that makes the scripted agent take these steps; what a step leaves out has its default. */
export function scripted(...steps: { do: string; [key: string]: unknown }[]): string {
  return `<script>${JSON.stringify(steps)}</script>`;
}
