/** Performs one step. */
import { RequestError, type SessionUpdate, type StopReason } from '@agentclientprotocol/sdk';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { assertNever } from '../base/assert-never.ts';
import type { Step, StepOf } from './step.ts';
import { useTool } from './tool-use.ts';
import { toolOf } from './tools.ts';
import type { Stage } from './stage.ts';
import { waitForFile } from './wait-for-file.ts';

/** @returns the reason if the turn ends */
export async function perform(step: Step, stage: Stage): Promise<StopReason | undefined> {
  switch (step.do) {
    case 'say':
      await say(step, stage);
      return undefined;
    case 'think':
      await stage.tell({ sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text: step.text } });
      return undefined;
    case 'read':
    case 'write':
    case 'edit':
    case 'delete':
    case 'run':
    case 'commit':
      await useTool(toolOf(step, stage), stage);
      return undefined;
    case 'ask':
      await Promise.all(Array.from({ length: step.count }, () => useTool(toolOf(step, stage), stage)));
      return undefined;
    case 'spend':
      await stage.spend(step);
      return undefined;
    case 'wait':
      await waitForFile(resolve(stage.cwd, step.for), stage.signal);
      return undefined;
    case 'pause':
      await wait(step.ms, undefined, { signal: stage.signal });
      return undefined;
    case 'flood':
      await flood(step, stage);
      return undefined;
    case 'hang':
      return aborted(stage.signal);
    case 'ignore_cancel':
      stage.ignoreCancel();
      return undefined;
    case 'stop':
      return step.reason;
    case 'error':
      throw new RequestError(step.code, step.message);
    case 'exit':
      return process.exit(step.status);
    case 'signal':
      process.kill(process.pid, step.name);
      return aborted(stage.signal);
    default:
      return assertNever(step);
  }
}

async function say({ text, pace_ms }: StepOf<'say'>, stage: Stage): Promise<void> {
  if (pace_ms === undefined) return stage.tell(chunk(text));
  for (const word of text.split(/(?<=\s)(?=\S)/)) {
    await stage.mention(chunk(word));
    await wait(pace_ms, undefined, { signal: stage.signal });
  }
  stage.keep(chunk(text));
}

async function flood({ pieces, characters }: StepOf<'flood'>, stage: Stage): Promise<void> {
  const piece = chunk('x'.repeat(characters));
  for (let count = 0; count < pieces; count += 1) {
    stage.signal.throwIfAborted();
    await stage.mention(piece);
  }
}

function chunk(text: string): SessionUpdate {
  return { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } };
}

/** Rejects when the turn is cancelled. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
