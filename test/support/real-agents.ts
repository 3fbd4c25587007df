/** The real agents of all makers, as a user has them: each with an MCP server of the user's in its own configuration. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentConfiguration } from '../../src/contract/settings.ts';
import { startModelServer } from '../models/anthropic.ts';
import { startAnyModel } from '../models/any-model.ts';
import type { Gates } from '../models/gates.ts';
import type { Step } from '../models/script.ts';
import { acpPrograms, findAcpProgram } from './acp-programs.ts';
import { claudeEnvironment, findClaudeCode } from './claude-code.ts';
import { cache } from './fetch-package.ts';
import type { World } from './world.ts';

export interface Model extends AsyncDisposable, Pick<Gates, 'reached' | 'release'> {
  url: string;
  requests: readonly { body: unknown }[];
}

export interface RealAgent {
  name: string;
  /** Undefined where the program is not there. */
  configuration: Pick<AgentConfiguration, 'protocol' | 'command'> | undefined;
  startModel(): Promise<Model>;
  /** Gives the agent its configuration in a world, and the MCP server `probe`, which logs its calls to a file. */
  configure(world: World, model: Model, log: string): Promise<void>;
  /** The model's calls: to read a file, to run a command as the agent runs one, to call the tool of the MCP server. */
  read: (path: string) => Step;
  run: (command: string) => Step;
  /** The same, outside of a sandbox that the agent itself may put its commands in. */
  runFreely?: (command: string) => Step;
  peek: Step;
}

const server = (log: string) => ({
  command: process.execPath,
  args: [join(import.meta.dirname, '../agents/mcp-probe.ts'), log],
});

const claude: RealAgent = {
  name: 'claude',
  configuration: configured('claude', findClaudeCode()),
  startModel: startModelServer,
  async configure(world, model, log) {
    Object.assign(world.env, claudeEnvironment(world.home, model.url));
    writeJson(join(world.home, '.claude.json'), { mcpServers: { probe: { type: 'stdio', ...server(log) } } });
  },
  read: (path) => ({ tool: 'Read', input: { file_path: path } }),
  run: (command) => ({ tool: 'Bash', input: { command, description: 'as told' } }),
  peek: { tool: 'mcp__probe__peek', input: { at: 'x' } },
};

type Own = Pick<RealAgent, 'read' | 'run' | 'runFreely' | 'peek'> & {
  addServer: (home: string, log: string) => void;
};

const shell = {
  run: (command: string): Step => ({ tool: 'bash', input: { command, description: 'as told' } }),
};

const own: Record<string, Own> = {
  codex: {
    read: (path) => ({ tool: 'exec_command', input: { cmd: `head -1 ${path}` } }),
    run: (cmd) => ({ tool: 'exec_command', input: { cmd } }),
    runFreely: (cmd) => ({
      tool: 'exec_command',
      input: { cmd, sandbox_permissions: 'require_escalated', justification: 'as told' },
    }),
    peek: { tool: 'mcp__probe__peek', input: { at: 'x' } },
    addServer(home, log) {
      const { command, args } = server(log);
      const table = `[mcp_servers.probe]\ncommand = ${JSON.stringify(command)}\nargs = ${JSON.stringify(args)}\n`;
      writeFileSync(join(home, '.codex/config.toml'), table, { flag: 'a' });
    },
  },
  copilot: {
    ...shell,
    read: (path) => ({ tool: 'view', input: { path } }),
    peek: { tool: 'probe-peek', input: { at: 'x' } },
    addServer(home, log) {
      const probe = { type: 'local', ...server(log), tools: ['*'] };
      mkdirSync(join(home, '.copilot'), { recursive: true });
      writeJson(join(home, '.copilot/mcp-config.json'), { mcpServers: { probe } });
    },
  },
  gemini: {
    read: (file_path) => ({ tool: 'read_file', input: { file_path } }),
    run: (command) => ({ tool: 'run_shell_command', input: { command } }),
    peek: { tool: 'mcp_probe_peek', input: { at: 'x' } },
    addServer: (home, log) =>
      addTo(join(home, '.gemini/settings.json'), { mcpServers: { probe: server(log) } }),
  },
  opencode: {
    ...shell,
    read: (filePath) => ({ tool: 'read', input: { filePath } }),
    peek: { tool: 'probe_peek', input: { at: 'x' } },
    addServer(home, log) {
      const { command, args } = server(log);
      const probe = { type: 'local', command: [command, ...args], enabled: true };
      addTo(join(home, '.config/opencode/opencode.json'), { mcp: { probe } });
    },
  },
  qwen: {
    read: (file_path) => ({ tool: 'read_file', input: { file_path } }),
    run: (command) => ({ tool: 'run_shell_command', input: { command, is_background: false } }),
    peek: { tool: 'mcp__probe__peek', input: { at: 'x' } },
    addServer(home, log) {
      mkdirSync(join(home, '.qwen'), { recursive: true });
      writeJson(join(home, '.qwen/settings.json'), { mcpServers: { probe: server(log) } });
    },
  },
};

const others = acpPrograms.flatMap((program): RealAgent[] => {
  const { addServer, ...calls } = own[program.name] ?? {};
  if (!addServer) return [];
  return [
    {
      ...(calls as Omit<Own, 'addServer'>),
      name: program.name,
      configuration: configured('acp', ...(findAcpProgram(program) ?? [])),
      startModel: startAnyModel,
      async configure({ env, home }, { url }, log) {
        const installed = join(cache, program.folder);
        Object.assign(env, await program.configure({ home, modelUrl: url, installed }));
        addServer(home, log);
      },
    },
  ];
});

export const realAgents: readonly RealAgent[] = [claude, ...others];

function configured(
  protocol: AgentConfiguration['protocol'],
  ...command: (string | undefined)[]
): RealAgent['configuration'] {
  const words = command.filter((word) => word !== undefined);
  return words.length > 0 ? { protocol, command: words } : undefined;
}

function addTo(path: string, more: object): void {
  writeJson(path, { ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...more });
}

function writeJson(path: string, value: object): void {
  writeFileSync(path, JSON.stringify(value));
}
