/** A world in which a real agent that speaks ACP lives for one test: a home, a working directory, and a model that does as told. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LaunchRequest } from '../../src/agents/agent.ts';
import { startModelServer } from '../models/anthropic.ts';
import { startAnyModel } from '../models/any-model.ts';
import type { Gates } from '../models/gates.ts';
import { findAcpProgram, type AcpProgram } from './acp-programs.ts';
import { becomes } from './becomes.ts';
import { cache } from './fetch-package.ts';
import { launchRequest } from './launch-request.ts';

export interface AcpWorld extends AsyncDisposable {
  program: AcpProgram;
  model: Pick<Gates, 'reached' | 'release'> & { url: string };
  home: string;
  cwd: string;
  env: Record<string, string>;
  launch: LaunchRequest;
  /** Resolves when the agent has written to disk that its model said this text. */
  saved: (text: string) => Promise<void>;
  /** Resolves when a later process can take up the conversation that was begun last. */
  resumable(): Promise<void>;
}

export async function openAcpWorld(program: AcpProgram): Promise<AcpWorld> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'fairlead-acp-')));
  const [home, cwd] = [join(root, 'home'), join(root, 'project')];
  await mkdir(home);
  await mkdir(cwd);
  await promisify(execFile)('git', ['init', '--quiet', cwd]);
  const model = program.anthropic ? await startModelServer() : await startAnyModel();
  const added = await program.configure({
    home,
    modelUrl: model.url,
    installed: join(cache, program.folder),
  });
  return {
    program,
    model,
    home,
    cwd,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: home, ...program.direct, ...added },
    launch: launchRequest(program.name, {
      agent: { name: program.name, like: program.name, command: findAcpProgram(program) ?? [], env: {} },
      cwd,
      conversation: crypto.randomUUID(),
    }),
    saved(text) {
      // The script in the prompt holds the words too, but as JSON within JSON.
      const answer = new RegExp(`[^\\\\]"(text|content|message)":\\s*"${text}"`);
      return becomes(() => texts(home).some((file) => answer.test(file)));
    },
    async resumable() {
      const begun = minute();
      if (!program.resumes_at_once) await becomes(() => minute() !== begun);
    },
    async [Symbol.asyncDispose]() {
      await model[Symbol.asyncDispose]();
      // A child of an agent that was killed may still write there for a moment.
      await rm(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

function minute(): number {
  return new Date().getMinutes();
}

/** The content of the conversations, which agents keep as lines of JSON, or in a database of such. */
function texts(home: string): string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(jsonl?|db|db-wal)$/.test(entry.name))
    .map((entry) => readIfThere(join(entry.parentPath, entry.name)));
}

/** A lock may be gone by now. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    return '';
  }
}
