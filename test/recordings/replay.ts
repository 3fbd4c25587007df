/** Plays a recording back through an adapter: what was told and said goes in, events and lines come out. */
import type { Adapter, AdapterState, AdapterStep } from '../../src/agents/agent.ts';
import type { AgentEvent } from '../../src/contract/agent-event.ts';
import type { Passage } from '../support/agent-pump.ts';

export interface Replay {
  /** The story as text: `>` what fairlead tells, then the events, one in a line. */
  story: string;
  events: AgentEvent[];
  /** Lines that the adapter wrote, parsed, for each passage; and those that were recorded. */
  sent: unknown[][];
  recorded: unknown[][];
  /** Characters of the adapter's state as JSON, at its largest. */
  largestState: number;
  finalState: AdapterState;
}

export function replay(adapter: Adapter, passages: readonly Passage[]): Replay {
  const story: string[] = [];
  const result: Omit<Replay, 'story'> = { events: [], sent: [], recorded: [], largestState: 0, finalState: {} };
  for (const passage of passages) {
    const step = stepOf(adapter, result.finalState, passage);
    const json = JSON.stringify(step.state);
    result.finalState = JSON.parse(json) as AdapterState;
    result.largestState = Math.max(result.largestState, json.length);
    result.events.push(...step.events);
    result.sent.push(step.send.map((line) => JSON.parse(line) as unknown));
    result.recorded.push(passage.sent ?? []);
    story.push(...headingOf(adapter, passage), ...step.events.map(oneLine));
  }
  return { story: `${story.join('\n')}\n`, ...result };
}

function stepOf(adapter: Adapter, state: AdapterState, passage: Passage): AdapterStep<AdapterState> {
  if ('launch' in passage) return adapter.open(passage.launch);
  if ('told' in passage) return adapter.encode(state, passage.told);
  if ('hooked' in passage) {
    const step = adapter.hooked?.(state, passage.hooked);
    if (!step) throw new Error('a hook asked, but the adapter knows no hooks');
    return step;
  }
  if ('complained' in passage) {
    const step = adapter.stderr?.(state, passage.complained);
    if (!step) throw new Error('the adapter reads no standard error');
    return step;
  }
  return adapter.decode(state, JSON.stringify(passage.said));
}

function headingOf(adapter: Adapter, passage: Passage): string[] {
  if ('launch' in passage) return [`> ${adapter.launch(passage.launch, { box: 'BOX', script: 'BOX/hook.sh' }).argv.join(' ')}`];
  if ('told' in passage) return [`> ${oneLine(passage.told)}`];
  return [];
}

function oneLine({ type, ...fields }: { type: string }): string {
  const parts = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [type, ...parts].join(' ');
}
