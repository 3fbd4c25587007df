/** Real agents that speak ACP: where they come from, and what makes each talk to a model on loopback and to nobody else. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { Step } from '../models/script.ts';
import { claudeCodeVersion, claudeEnvironment, findClaudeCode } from './claude-code.ts';
import { cache, fetchPackage } from './fetch-package.ts';

export interface AcpProgram {
  /** As in fairlead's configuration. */
  name: string;
  /** For a reader. */
  title: string;
  folder: string;
  spec: string;
  /** For npm: options, and other packages that the program needs. */
  options: string[];
  /** A binary or a script of Node's below `folder`, with arguments. */
  command: [program: string, ...args: string[]];
  /** An environment in which it only puts its parts where all of its homes find them, and ends. */
  unpack?: Record<string, string>;
  /**
   * Keeps it from starting itself once more with a larger heap, which takes about a second of CPU time. Where only its
   * protocol is tested this is set; scenarios run it as its users do.
   */
  direct?: Record<string, string>;
  /** Writes what the agent is configured with. @returns its environment beside `PATH` and `HOME` */
  configure(place: Place): Promise<Record<string, string>>;
  /** The model's call that makes the agent write a file, and run a command: asked for in the mode that fairlead sets. */
  write(path: string, content: string): Step;
  run(command: string): Step;
  /** Whether it asks for permission; one that never does just acts. */
  asks: boolean;
  /** Whether a model that refuses for ever ends a turn in seconds; others try again for minutes without a word. */
  gives_up: boolean;
  /** Whether it says anywhere that it tries its model again. */
  tells_retries: boolean;
  /**
   * Whether a conversation can be taken up again at once. Gemini names its file by the minute: a process that loads one
   * in the minute in which it was begun writes over it, and does not find it then.
   */
  resumes_at_once: boolean;
  /** Its model is the one that speaks Anthropic's API. */
  anthropic: boolean;
}

export interface Place {
  home: string;
  modelUrl: string;
  /** Where `folder` stands. */
  installed: string;
}

const copilotFolder = 'copilot-1.0.102';
const copilotPackages = join(cache, copilotFolder, 'unpacked');

export const acpPrograms: readonly AcpProgram[] = [
  {
    name: 'copilot',
    title: 'Copilot CLI 1.0.102',
    folder: copilotFolder,
    spec: '@github/copilot@1.0.102',
    options: [],
    command: ['@github/copilot/npm-loader.js', '--acp', '--disable-builtin-mcps'],
    // Otherwise it unpacks 235 MB into every new home.
    unpack: { COPILOT_SEA_EXTRACT_ONLY: '1', COPILOT_PKG_CACHE_HOME: copilotPackages },
    async configure({ home, modelUrl }) {
      return {
        COPILOT_PKG_CACHE_HOME: copilotPackages,
        COPILOT_PROVIDER_BASE_URL: `${modelUrl}/v1`,
        COPILOT_PROVIDER_TYPE: 'openai',
        COPILOT_PROVIDER_API_KEY: 'dummy',
        COPILOT_MODEL: 'claude-sonnet-4.5',
        COPILOT_OFFLINE: 'true',
        COPILOT_AUTO_UPDATE: 'false',
        COPILOT_HOME: join(home, '.copilot'),
      };
    },
    write: (path, content) => ({ tool: 'create', input: { path, file_text: content } }),
    run: (command) => ({ tool: 'bash', input: { command, description: 'as told' } }),
    asks: true,
    gives_up: true,
    tells_retries: true,
    resumes_at_once: true,
    anthropic: false,
  },
  {
    name: 'gemini',
    title: 'Gemini CLI 0.61.0',
    folder: 'gemini-cli-0.61.0',
    spec: '@google/gemini-cli@0.61.0',
    options: [],
    command: ['@google/gemini-cli/bundle/gemini.js', '--acp', '--skip-trust'],
    direct: { GEMINI_CLI_NO_RELAUNCH: 'true' },
    async configure({ home, modelUrl }) {
      await mkdir(join(home, '.gemini'), { recursive: true });
      const settings = {
        security: { auth: { selectedType: 'gemini-api-key' } },
        privacy: { usageStatisticsEnabled: false },
        general: { disableAutoUpdate: true, disableUpdateNag: true, enableAutoUpdate: false },
      };
      await writeFile(join(home, '.gemini/settings.json'), JSON.stringify(settings));
      return {
        GOOGLE_GEMINI_BASE_URL: modelUrl,
        GEMINI_API_KEY: 'dummy',
        GEMINI_CLI_HOME: home,
        GEMINI_TELEMETRY_ENABLED: 'false',
      };
    },
    write: (path, content) => ({ tool: 'write_file', input: { file_path: path, content } }),
    run: (command) => ({ tool: 'run_shell_command', input: { command } }),
    asks: true,
    gives_up: false,
    tells_retries: true,
    resumes_at_once: false,
    anthropic: false,
  },
  {
    name: 'codex',
    title: 'codex-acp 2.6.0',
    folder: 'codex-acp-2.6.0',
    spec: '@agentclientprotocol/codex-acp@2.6.0',
    options: [],
    command: ['@agentclientprotocol/codex-acp/dist/index.js'],
    async configure({ home, modelUrl, installed }) {
      const [codexHome, bin] = [join(home, '.codex'), join(home, 'bin')];
      await mkdir(codexHome);
      await mkdir(bin);
      // It makes these links itself, but not in the system's directory for temporary files.
      const binary = `node_modules/@openai/codex-${process.platform}-${process.arch}/vendor/${process.arch === 'x64' ? 'x86_64' : 'aarch64'}-unknown-linux-musl/bin/codex`;
      for (const name of ['codex-linux-sandbox', 'apply_patch'])
        await symlink(join(installed, binary), join(bin, name));
      await writeFile(join(codexHome, 'config.toml'), codexConfiguration(modelUrl));
      return {
        CODEX_HOME: codexHome,
        LOCAL_KEY: 'dummy',
        NO_BROWSER: '1',
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      };
    },
    write: (path, content) => ({
      tool: 'apply_patch',
      input: { patch: `*** Begin Patch\n*** Add File: ${path}\n+${content}\n*** End Patch` },
    }),
    run: (command) => ({
      tool: 'exec_command',
      input: { cmd: command, sandbox_permissions: 'require_escalated', justification: 'as told' },
    }),
    asks: true,
    gives_up: true,
    tells_retries: true,
    resumes_at_once: true,
    anthropic: false,
  },
  {
    name: 'claude-acp',
    title: `claude-agent-acp 0.100.0 with Claude Code ${claudeCodeVersion}`,
    folder: 'claude-agent-acp-0.100.0',
    spec: '@agentclientprotocol/claude-agent-acp@0.100.0',
    // Claude Code itself, which comes with it, is there already.
    options: ['--omit=optional'],
    command: ['@agentclientprotocol/claude-agent-acp/dist/index.js'],
    async configure({ home, modelUrl }) {
      return {
        ...claudeEnvironment(home, modelUrl),
        CLAUDE_CODE_EXECUTABLE: findClaudeCode() ?? '',
      };
    },
    write: (path, content) => ({ tool: 'Write', input: { file_path: path, content } }),
    run: (command) => ({ tool: 'Bash', input: { command, description: 'as told' } }),
    asks: true,
    gives_up: false,
    tells_retries: true,
    resumes_at_once: true,
    anthropic: true,
  },
  {
    name: 'opencode',
    title: 'opencode 1.18.33',
    folder: 'opencode-1.18.33',
    spec: `opencode-${process.platform}-${process.arch}@1.18.33`,
    options: [],
    command: [`opencode-${process.platform}-${process.arch}/bin/opencode`, 'acp', '--pure'],
    async configure({ home, modelUrl }) {
      const local = {
        npm: '@ai-sdk/openai-compatible',
        name: 'local',
        options: { baseURL: `${modelUrl}/v1`, apiKey: 'dummy' },
        models: {
          scripted: {
            name: 'scripted',
            cost: { input: 1, output: 10 },
            limit: { context: 200_000, output: 8_000 },
          },
        },
      };
      const configuration = {
        model: 'local/scripted',
        small_model: 'local/scripted',
        provider: { local },
        autoupdate: false,
        share: 'disabled',
      };
      await mkdir(join(home, '.config/opencode'), { recursive: true });
      await writeFile(join(home, '.config/opencode/opencode.json'), JSON.stringify(configuration));
      // The catalogue of models that it comes with takes it two seconds to read, and none of them is used.
      const catalogue = join(home, 'models.json');
      await writeFile(catalogue, '{}');
      return {
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        OPENCODE_DISABLE_MODELS_FETCH: '1',
        OPENCODE_MODELS_PATH: catalogue,
      };
    },
    write: (path, content) => ({ tool: 'write', input: { filePath: path, content } }),
    run: (command) => ({ tool: 'bash', input: { command, description: 'as told' } }),
    asks: true,
    gives_up: false,
    tells_retries: true,
    resumes_at_once: true,
    anthropic: false,
  },
  {
    name: 'qwen',
    title: 'Qwen Code 0.24.4',
    folder: 'qwen-code-0.24.4',
    spec: '@qwen-code/qwen-code@0.24.4',
    options: [],
    command: ['@qwen-code/qwen-code/cli-entry.js', '--acp', '--auth-type', 'openai'],
    direct: { QWEN_CODE_NO_RELAUNCH: 'true' },
    async configure({ home, modelUrl }) {
      return {
        OPENAI_BASE_URL: `${modelUrl}/v1`,
        OPENAI_API_KEY: 'dummy',
        OPENAI_MODEL: 'scripted',
        QWEN_HOME: join(home, '.qwen'),
      };
    },
    write: (path, content) => ({ tool: 'write_file', input: { file_path: path, content } }),
    run: (command) => ({ tool: 'run_shell_command', input: { command, is_background: false } }),
    asks: true,
    gives_up: false,
    tells_retries: false,
    resumes_at_once: true,
    anthropic: false,
  },
  {
    name: 'pi',
    title: 'pi 1.6.0 behind pi-acp 0.0.34',
    folder: 'pi-acp-0.0.34-pi-1.6.0',
    spec: 'pi-acp@0.0.34',
    options: ['@earendil-works/pi-coding-agent@1.6.0'],
    command: ['pi-acp/dist/index.js'],
    async configure({ home, modelUrl, installed }) {
      const local = {
        baseUrl: `${modelUrl}/v1`,
        api: 'openai-completions',
        apiKey: 'dummy',
        models: [{ id: 'scripted', cost: { input: 1, output: 10, cacheRead: 0, cacheWrite: 0 } }],
      };
      const settings = { defaultProvider: 'local', defaultModel: 'scripted', quietStartup: true };
      const own = join(home, '.pi/agent');
      await mkdir(own, { recursive: true });
      await writeFile(join(own, 'models.json'), JSON.stringify({ providers: { local } }));
      await writeFile(join(own, 'settings.json'), JSON.stringify(settings));
      return {
        PI_ACP_PI_COMMAND: join(installed, 'node_modules/.bin/pi'),
        PI_OFFLINE: '1',
        PI_SKIP_VERSION_CHECK: '1',
        PI_TELEMETRY: '0',
      };
    },
    write: (path, content) => ({ tool: 'write', input: { path, content } }),
    run: (command) => ({ tool: 'bash', input: { command } }),
    asks: false,
    gives_up: true,
    tells_retries: true,
    resumes_at_once: true,
    anthropic: false,
  },
];

function codexConfiguration(modelUrl: string): string {
  return `model = "gpt-5.5"
model_provider = "local"
[model_providers.local]
name = "local"
base_url = "${modelUrl}/v1"
env_key = "LOCAL_KEY"
wire_api = "responses"
request_max_retries = 2
stream_max_retries = 2
supports_websockets = false
[analytics]
enabled = false
`;
}

/** @returns the command of an agent that has been fetched, or undefined. */
export function findAcpProgram(program: AcpProgram): string[] | undefined {
  const [path, ...args] = program.command;
  const file = join(cache, program.folder, 'node_modules', path);
  if (!existsSync(file) || (program.anthropic && findClaudeCode() === undefined)) return undefined;
  return path.endsWith('.js') ? [process.execPath, file, ...args] : [file, ...args];
}

/** Processes that do this at the same time must not both unpack: the scenarios do it once, before any of them starts. */
export async function fetchAcpProgram(program: AcpProgram): Promise<Result<string, string>> {
  const fetched = await fetchPackage(program.folder, program.spec, '.', ...program.options);
  return fetched.ok ? unpack(program, fetched.value) : fetched;
}

/** @returns the folder, or why its program could not be run */
async function unpack(program: AcpProgram, folder: string): Promise<Result<string, string>> {
  const [file, ...args] = findAcpProgram(program) ?? [];
  if (!program.unpack || file === undefined) return ok(folder);
  const scratch = await mkdtemp(join(tmpdir(), 'fairlead-unpack-'));
  try {
    const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: scratch, ...program.unpack };
    await promisify(execFile)(file, args, { env, cwd: scratch });
    return ok(folder);
  } catch (error) {
    return err((error as Error).message);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
