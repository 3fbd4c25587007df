/** A conversation with an adapter alone, line by line, without a program. */
import type { Adapter, AdapterState, LaunchRequest, AdapterStep } from '../../src/agents/agent.ts';
import type { AgentEvent, AgentRequest } from '../../src/contract/agent-event.ts';

/** `events` and `sent`, parsed, are all so far, but for the lines that open the conversation. */
export function converse<State extends AdapterState>(adapter: Adapter<State>, launch: LaunchRequest) {
  let hooked = 0;
  const talk = {
    state: adapter.open(launch).state,
    events: [] as AgentEvent[],
    sent: [] as unknown[],
    /** What hooks were answered. */
    answers: [] as unknown[],
    hears(...messages: object[]) {
      for (const message of messages) take(adapter.decode(talk.state, JSON.stringify(message)));
    },
    /** A hook asks about a call, described so. */
    hooks: (told: object) => talk.hooksWith(JSON.stringify(told)),
    hooksWith(text: string | undefined) {
      hooked += 1;
      const step = adapter.hooked?.(talk.state, { number: hooked, name: `${hooked}-0`, text });
      if (step) take(step);
    },
    tells: (told: AgentRequest) => take(adapter.encode(talk.state, told)),
  };
  function take({ state, events, send, answers = [] }: AdapterStep<State>): void {
    talk.state = state;
    talk.answers.push(...answers.map(({ line }) => JSON.parse(line) as unknown));
    talk.events.push(...events);
    talk.sent.push(...send.map((line) => JSON.parse(line) as unknown));
  }
  return talk;
}
