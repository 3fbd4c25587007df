/** An ACP agent whose settings are all made, in a conversation with the adapter alone. */
import type { AcpState } from '../../src/agents/acp/state.ts';

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
