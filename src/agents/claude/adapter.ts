/**
 * Claude Code by its stream-json protocol: one process, a permission request for every tool call, cost by turn and
 * model, and turns that survive a lost process.
 */
import type { Adapter } from '../agent.ts';
import { hookPatience } from '../hook-patience.ts';
import { autoloadedBy } from '../autoloaded.ts';
import { ownFilesOf } from '../own-files.ts';
import { preflightHook } from './control.ts';
import { decodeClaude } from './decode.ts';
import { encodeClaude } from './encode.ts';
import { launchClaude } from './launch.ts';
import { stateOf, type ClaudeState } from './state.ts';
import { requestLine } from './wire.ts';

export const claudeAdapter: Adapter<ClaudeState> = {
  protocol: 'claude',
  capabilities: () => ({
    approvals: true,
    preflight: 'all',
    rewrites_input: true,
    resume: true,
    fork: true,
    interrupt: true,
    cost: true,
    resumes_torn_turn: true,
  }),
  resembles: () => null,
  autoloads: () => autoloadedBy('claude'),
  ownFiles: (_like, env) => ownFilesOf('claude', env),
  launch: launchClaude,
  open(request) {
    const { state, line } = requestLine(stateOf(request), 'initialize', {
      hooks: { PreToolUse: [preflight] },
    });
    return { state, events: [], send: [line] };
  },
  decode: decodeClaude,
  encode: encodeClaude,
};

/**
 * Called for every tool, also in sub-agents. A late answer refuses the call, but an absent daemon must not: 23 days
 * is close to the maximum of a timer with 31 bits of milliseconds. The default is ten minutes.
 */
const preflight = { hookCallbackIds: [preflightHook], timeout: hookPatience, onFailure: 'block' };
