/** What holds for every adapter whatever an agent writes: it is total, and its state is plain data. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Adapter, AdapterState, LaunchRequest } from '../../src/agents/agent.ts';
import type { AgentRequest } from '../../src/contract/agent-event.ts';
import { replay } from '../recordings/replay.ts';
import type { Passage } from '../support/agent-pump.ts';

/** @param story a recording: an agent is led to any point of it, and then says what is broken. */
export function describeLaws(adapter: Adapter, story: readonly Passage[]): void {
  const launch = launchOf(story);
  const lines = story.flatMap((passage) => ('said' in passage ? [JSON.stringify(passage.said)] : []));
  const anyLine = fc.oneof(fc.string(), json, broken(lines), fc.constantFrom(...lines));
  describe(`the laws of adapters: ${adapter.protocol}`, () => {
    it('reads whatever there is without failing, and keeps its state plain', () => {
      fc.assert(
        fc.property(fc.nat(story.length), fc.array(anyLine, { maxLength: 20 }), (point, said) => {
          let state = ledTo(story.slice(0, point));
          for (const line of said) {
            const step = adapter.decode(state, line);
            expect(JSON.parse(JSON.stringify(step))).toStrictEqual(step);
            state = step.state;
          }
        }),
      );
    });

    it.each(['', 'no JSON', '7', 'null', '"text"', '[]', '{"cut":'])('calls %j unreadable', (line) => {
      const { state } = adapter.open(launch);
      const step = adapter.decode(state, line);
      expect(step).toMatchObject({ state, events: [{ type: 'unreadable' }], send: [] });
    });

    it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('is not fooled by %s', (name) => {
      const { state } = adapter.open(launch);
      for (const line of lines) {
        const renamed = JSON.stringify(JSON.parse(line), (key, value: unknown) =>
          /^(type|subtype|method|.*id)$/.test(key) && typeof value === 'string' ? name : value,
        );
        const step = adapter.decode(state, renamed);
        expect(JSON.parse(JSON.stringify(step))).toStrictEqual(step);
        expect(step.events).toEqual([]);
      }
    });

    it('writes lines of one line each', () => {
      fc.assert(
        fc.property(fc.nat(story.length), fc.string(), fc.string(), (point, id, text) => {
          const requests: AgentRequest[] = [
            { type: 'prompt', prompt_id: id, text },
            { type: 'interrupt' },
            { type: 'prompt', prompt_id: `${id}2`, text },
            { type: 'end' },
          ];
          let state = ledTo(story.slice(0, point));
          for (const request of requests) {
            const step = adapter.encode(state, request);
            for (const line of step.send) expect(line).not.toMatch(/[\r\n]/);
            state = step.state;
          }
        }),
      );
    });

    it('says nothing in answer to a request that nobody made', () => {
      const answer = { kind: 'deny', message: 'no', interrupt: false } as const;
      const step = adapter.encode(adapter.open(launch).state, { type: 'answer', request: 'unknown', answer });
      expect(step.send).toEqual([]);
    });
  });

  function ledTo(passages: readonly Passage[]): AdapterState {
    return passages.length === 0 ? adapter.open(launch).state : replay(adapter, passages).finalState;
  }
}

function launchOf([first]: readonly Passage[]): LaunchRequest {
  if (!first || !('launch' in first)) throw new Error('a recording begins with a launch');
  return first.launch;
}

const json = fc.jsonValue().map((value) => JSON.stringify(value));

/** A real line with one of its values replaced by another. */
function broken(lines: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...lines), fc.nat(), fc.jsonValue()).map(([line, at, value]) => {
    let count = 0;
    return JSON.stringify(JSON.parse(line), (_key, found: unknown) => (count++ === at % 40 ? value : found));
  });
}
