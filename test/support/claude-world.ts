/** A world in which the real Claude Code lives for one test: a home, a working directory, and a model that does as told. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, mkdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LaunchRequest } from '../../src/agents/agent.ts';
import { startModelServer, type ModelServer } from '../models/anthropic.ts';
import { becomes } from './becomes.ts';
import { claudeEnvironment } from './claude-code.ts';
import { launchRequest } from './launch-request.ts';

export interface ClaudeWorld extends AsyncDisposable {
  model: ModelServer;
  home: string;
  cwd: string;
  env: Record<string, string>;
  launch: LaunchRequest;
  /** Resolves when Claude Code has written to disk, in the conversation of `launch`, what holds this text. */
  saved: (text: string) => Promise<void>;
}

/** As Claude Code names its folder of a project. */
export function dashed(path: string): string {
  return path.replace(/[^a-zA-Z0-9]/g, '-');
}

/** @param program the path of Claude Code. */
export async function openClaudeWorld(program: string): Promise<ClaudeWorld> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'fairlead-claude-')));
  const [home, cwd] = [join(root, 'home'), join(root, 'project')];
  await mkdir(home);
  await mkdir(cwd);
  const model = await startModelServer();
  const conversation = crypto.randomUUID();
  const transcript = join(home, '.claude/projects', dashed(cwd), `${conversation}.jsonl`);
  return {
    model,
    home,
    cwd,
    env: claudeEnvironment(home, model.url),
    launch: launchRequest('claude', {
      agent: { name: 'claude', like: 'claude', command: [program], env: {} },
      cwd,
      conversation,
    }),
    // It is written with up to 100 ms of delay, and what is not written yet dies with the program.
    saved: (text) => becomes(() => existsSync(transcript) && readFileSync(transcript, 'utf8').includes(text)),
    async [Symbol.asyncDispose]() {
      await model.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
