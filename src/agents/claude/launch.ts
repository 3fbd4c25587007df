/** Starts Claude Code: a headless process with stream-json over its pipes that asks its host for permission. */
import type { Launch, LaunchRequest } from '../agent.ts';

export function launchClaude(request: LaunchRequest): Launch {
  const { agent, model, resume, torn_turn } = request;
  const tornTurn = resume !== null && torn_turn;
  return {
    argv: [
      ...agent.command,
      '-p',
      '--output-format=stream-json',
      '--input-format=stream-json',
      '--verbose',
      // Without this, text arrives only in whole blocks.
      '--include-partial-messages',
      '--permission-prompt-tool=stdio',
      // fairlead decides, whatever mode the user's settings name; the configured command may override this.
      ...(agent.command.some((part) => part.startsWith('--permission-mode'))
        ? []
        : ['--permission-mode=default']),
      ...(model === null ? [] : ['--model', model]),
      ...conversationOf(request),
      // A torn turn continues before any message is sent: without this flag its tools run before the hooks
      // are registered.
      ...(tornTurn ? ['--await-initialize'] : []),
    ],
    env: {
      ...agent.env,
      CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS: '1',
      CLAUDE_CODE_STARTUP_FAILURE_RESULTS: '1',
      ...(tornTurn ? { CLAUDE_CODE_RESUME_INTERRUPTED_TURN: '1' } : {}),
    },
    // Its hook calls back over the protocol.
    box: null,
  };
}

/** fairlead chooses the id, also of a copy, so that it is known before the first output. */
function conversationOf({ resume, fork, conversation }: LaunchRequest): string[] {
  if (resume === null) return ['--session-id', conversation];
  return fork ? ['--resume', resume, '--fork-session', '--session-id', conversation] : ['--resume', resume];
}
