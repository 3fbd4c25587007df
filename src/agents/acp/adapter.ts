/**
 * The Agent Client Protocol, version 1: JSON-RPC over the agent's input and output, one message per line. `quirks.ts`
 * lists the differences between agents.
 */
import type { Adapter } from '../agent.ts';
import { autoloadedBy } from '../autoloaded.ts';
import { ownFilesOf } from '../own-files.ts';
import { onStderr } from './complaints/on-complaint.ts';
import { decodeAcp } from './decode.ts';
import { encodeAcp } from './encode.ts';
import { openAcp } from './handshake.ts';
import { onHookedCall } from './hooked-call.ts';
import { launchAcp } from './launch.ts';
import { quirksKey, quirksOf, startedKey } from './quirks.ts';
import type { AcpState } from './state.ts';

export const acpAdapter: Adapter<AcpState> = {
  protocol: 'acp',
  capabilities(like) {
    const { asks, preflight, resume, fork, cost } = quirksOf(quirksKey(like));
    return {
      approvals: asks,
      preflight,
      rewrites_input: false,
      resume,
      fork,
      interrupt: true,
      cost,
      resumes_torn_turn: false,
    };
  },
  resembles: startedKey,
  autoloads: autoloadedBy,
  ownFiles: ownFilesOf,
  launch: launchAcp,
  open: openAcp,
  decode: decodeAcp,
  encode: encodeAcp,
  hooked: onHookedCall,
  stderr: onStderr,
};
