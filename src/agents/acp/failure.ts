/** Classifies an error by its code and text, with one line for a reader. */
import { shorten } from '../../base/cut-text.ts';
import type { RetriedFailure } from '../../contract/agent-event.ts';
import { fieldsOf, numberOf, parseFields, textOf, type Fields } from '../fields.ts';
import { oneLine } from './words.ts';

export type Failure = 'agent' | 'limit' | 'auth';

/** ACP's code for an agent that is not logged in. */
const authenticationRequired = -32_000;

export interface Explained {
  failure: Failure;
  /** What is wrong and, if known, what to do. */
  reason: string;
}

/** Reads the error of a JSON-RPC response. */
export function failureOf(agent: string, error: Fields): Explained {
  const code = numberOf(error['code']);
  const words = wordsOf(error) || `error ${code ?? 'without a code'}`;
  if (code === authenticationRequired || code === 401 || code === 403) return explained(agent, 'auth', words);
  return explained(agent, code === 429 ? 'limit' : kindOf(words), words);
}

/** Reads the text of an error after which an agent retries. */
export function retriedFailureOf(words: string): RetriedFailure {
  const kind = kindOf(words);
  return kind === 'agent' ? null : kind;
}

/** Reads the last message of a failed turn: agents pass on the provider's text. */
export function saidFailureOf(agent: string, words: string): Explained {
  return explained(agent, kindOf(words), words);
}

function explained(agent: string, failure: Failure, words: string): Explained {
  const said = shorten(oneLine(words), maximumWords);
  if (failure !== 'auth') return { failure, reason: `${agent}: ${said}` };
  return {
    failure,
    reason: `${agent} is not logged in (${said}): log in with its own program, then continue`,
  };
}

/** Maximum characters of the agent's text in a reason. */
const maximumWords = 200;

function kindOf(words: string): Failure {
  const head = words.slice(0, 4_000);
  if (limit.test(head)) return 'limit';
  return authentication.test(head) ? 'auth' : 'agent';
}

const limit =
  /\b429\b|rate.?limit|too many requests|(?<!disk )quota|usage limit|RESOURCE_EXHAUSTED|insufficient (credit|fund)/i;
const authentication =
  /\b401\b|unauthori[sz]ed|UNAUTHENTICATED|authenticat|not logged in|log ?in (is )?required|(invalid|missing|incorrect) (x-)?api.?key/i;

/** Returns the error's message with its details; parses a message that is the provider's JSON. */
function wordsOf(error: Fields): string {
  const message = textOf(error['message']) ?? '';
  const data = error['data'];
  const details = textOf(data) ?? textOf(fieldsOf(data)['details']) ?? textOf(fieldsOf(data)['message']);
  const inner = fieldsOf(fieldsOf(parseFields(message))['error']);
  const words = textOf(inner['message']) ?? message;
  if (details === null) return words;
  return /^internal error$/i.test(words) ? details : `${words}: ${details}`;
}
