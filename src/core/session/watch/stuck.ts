/** Detects an agent that repeats itself, by its actions and never by their duration. */

import { keepStart } from '../../../base/cut-text.ts';

/** One call of a tool within a turn. */
export interface AgentAction {
  tool_call: string;
  /** Tool and input as one short text. */
  action: string;
  /** Its error; null while it runs, and if it passed. */
  error: string | null;
}

/** Number of remembered steps. */
export const rememberedSteps = 8;

/** The same action this often in a row is more than a retry. */
const repeated = 5;

/** Maximum number of times in a row for the same error, whatever the action. */
const failed = 4;

/** @returns the repetition, in words for a person; null if there is none */
export function stuckBecause(steps: readonly AgentAction[]): string | null {
  const actions = steps.map(({ action }) => action);
  const last = actions.at(-1);
  if (last === undefined) return null;
  if (isSame(actions.slice(-repeated), repeated))
    return `did the same ${repeated} times in a row: ${shown(last)}`;
  const errors = steps.slice(-failed).map(({ error }) => error);
  if (errors[0] && isSame(errors, failed))
    return `met the same error ${failed} times in a row: ${shown(errors[0])}`;
  const [one, other] = actions.slice(-rememberedSteps);
  const alternates =
    actions.length >= rememberedSteps &&
    one !== other &&
    actions.slice(-rememberedSteps).every((action, index) => action === (index % 2 === 0 ? one : other));
  return alternates ? `goes back and forth between ${shown(one ?? '')} and ${shown(other ?? '')}` : null;
}

/**
 * Returns an action as one short text: equal inputs give equal texts, long ones differ by their length and a hash.
 */
export function actionOf(tool: string, input: unknown): string {
  const text = `${tool} ${JSON.stringify(input) ?? ''}`;
  return text.length <= maximumText
    ? text
    : `${keepStart(text, maximumText)}… ${text.length} ${hashOf(text)}`;
}

/** Characters. */
const maximumText = 200;

/** FNV-1a, 32 bits. */
function hashOf(text: string): string {
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93) >>> 0;
  return hash.toString(16);
}

/** Returns the first lines of an error: times and process ids further down differ. */
export function errorOf(output: string): string {
  return keepStart(output.trim(), maximumText);
}

function isSame(texts: readonly (string | null)[], count: number): boolean {
  return texts.length === count && texts.every((text) => text !== null && text === texts[0]);
}

function shown(text: string): string {
  return text.length <= 100 ? text : `${keepStart(text, 100)}…`;
}
