import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Finding } from '../cli/context.ts';
import type { AgentConfiguration } from '../contract/settings.ts';
import { findProgram } from './find-program.ts';
import type { Subject } from './subject.ts';

const run = promisify(execFile);

/** @param wanted whether sessions use this agent by default */
export async function examineAgent(
  name: string,
  agent: AgentConfiguration,
  wanted: boolean,
  { adapters, env }: Pick<Subject, 'adapters' | 'env'>,
): Promise<Finding> {
  const finding = await examineProgram(name, agent.command, wanted, env);
  const adapter = adapters.get(agent.protocol);
  if (finding.state === 'absent' || !adapter) return finding;
  // The calls of this agent that fairlead judges before they are made.
  return { ...finding, detail: `${finding.detail}; preflight ${adapter.capabilities(agent.like).preflight}` };
}

async function examineProgram(
  name: string,
  command: string[],
  wanted: boolean,
  env: Subject['env'],
): Promise<Finding> {
  const [program = ''] = command;
  const path = findProgram(program, env);
  const title = `agent ${name}`;
  if (!path) {
    const detail = `${program} is not installed`;
    return {
      name: title,
      state: wanted ? 'warning' : 'absent',
      detail,
      next: wanted ? 'install it, or choose another default_agent' : null,
    };
  }
  if (name !== 'claude') return { name: title, state: 'ok', detail: path, next: null };
  return (await isLoggedIn(path))
    ? { name: title, state: 'ok', detail: `${path}, logged in`, next: null }
    : {
        name: title,
        state: 'warning',
        detail: `${path}, not logged in`,
        next: 'log in with: claude /login, or set ANTHROPIC_API_KEY',
      };
}

/** `claude auth status` reports the login by its exit status, so no credentials are read. */
async function isLoggedIn(claude: string): Promise<boolean> {
  try {
    await run(claude, ['auth', 'status'], { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}
