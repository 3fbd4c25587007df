/** How Claude Code is started: a headless process that speaks stream-json over its pipes and asks its host for leave. */
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
      // Else words come when a whole block of them is there.
      '--include-partial-messages',
      '--permission-prompt-tool=stdio',
      // Whatever mode the user's settings name, it is fairlead that decides; the configured command may say otherwise.
      ...(agent.command.some((part) => part.startsWith('--permission-mode'))
        ? []
        : ['--permission-mode=default']),
      ...(model === null ? [] : ['--model', model]),
      ...conversationOf(request),
      // A torn turn goes on before anything is said to it: without this flag its tools run until our hooks are known.
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

/** The id is ours to choose, also for a copy, so that it is known before the program says a word. */
function conversationOf({ resume, fork, conversation }: LaunchRequest): string[] {
  if (resume === null) return ['--session-id', conversation];
  return fork ? ['--resume', resume, '--fork-session', '--session-id', conversation] : ['--resume', resume];
}
