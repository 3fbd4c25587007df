/** An ACP agent whose settings are all made, in a conversation with the adapter alone. */
import { acpAdapter } from '../../src/agents/acp/adapter.ts';
import type { AcpState } from '../../src/agents/acp/state.ts';
import { converse } from './converse.ts';
import { launchRequest } from './launch-request.ts';

interface Talk {
  readonly state: AcpState;
  hears(...messages: object[]): void;
}

/** What Codex says of a hook that it will run. */
export const trustedHooks = {
  hooks: [
    {
      key: '/<session-flags>/config.toml:pre_tool_use:0:0',
      enabled: true,
      trustStatus: 'trusted',
      currentHash: 'sha256:any',
    },
  ],
};

/** Answers whatever the adapter still wants to set, as an agent does that agrees. */
export function settle(talk: Talk): void {
  for (let { phase } = talk.state; phase.kind === 'setting'; { phase } = talk.state)
    talk.hears({ jsonrpc: '2.0', id: phase.request, result: trustedHooks });
}

/** A conversation of the adapter with an agent in the turn of the prompt `p`, of the conversation `s`. What led there is forgotten. */
export function agentInTurn(name = 'another') {
  const talk = converse(acpAdapter, launchRequest(name));
  talk.hears(
    { jsonrpc: '2.0', id: 1, result: { protocolVersion: 1 } },
    { jsonrpc: '2.0', id: 2, result: { sessionId: 's' } },
  );
  settle(talk);
  talk.tells({ type: 'prompt', prompt_id: 'p', text: 'go' });
  talk.events.length = 0;
  talk.sent.length = 0;
  return talk;
}
