/**
 * What a scripted model says, carried by the prompt itself, so that the server keeps no script and a conversation that
 * is resumed, retried or run beside others goes on where it was. The newest user message with a script is in force;
 * each assistant turn after it takes the next step, and past the last step the model says `done`.
 */

/** One answer of the model. With nothing set it says `ok`. */
export interface Step {
  text?: string;
  /** Shown before the text. */
  thinking?: string;
  /** Name of one tool to call, with `input`. */
  tool?: string;
  input?: object;
  /** Several calls in one answer. */
  tools?: { tool: string; input: object }[];
  usage?: { in?: number; out?: number; cacheRead?: number; cacheWrite?: number };

  /** Why the model stops; with its text or its call done, where not given. */
  stop?: 'refusal' | 'max_tokens';

  /** Milliseconds before the first byte. */
  delayMs?: number;
  /** Characters of text in one piece; all in one where not given. */
  chunk?: number;
  /** Milliseconds between pieces. */
  chunkMs?: number;
  /** Holds the answer before its first byte until the gate of this name is released. */
  gate?: string;
  /** Holds the answer after half of its text until the gate of this name is released. */
  halfway?: string;

  /** Answers with this HTTP status, an error, instead. */
  status?: number;
  /** Words of the error. */
  message?: string;
  /** Seconds, sent as `retry-after` with the error. */
  retryAfter?: number;
  /** Ends the connection after half of the text. */
  cut?: boolean;
  /** Sends half of the text and then nothing more. */
  hang?: boolean;
  /** The fault (`status`, `cut` or `hang`) happens so many times, then the step goes well; always, where not given. */
  times?: number;

  /** Added to the answer's headers. */
  headers?: Record<string, string>;
  /** The same for moments, in seconds since 1970; each is given in seconds from the answer on. */
  moments?: Record<string, number>;
}

/** @returns text of a prompt that makes the model take these steps. */
export function script(steps: Step[]): string {
  return `<script>${JSON.stringify(steps)}</script>`;
}

/** The same for a prompt that stands inside a step: the prompt of a sub-agent. */
export function script64(steps: Step[]): string {
  return `<script64>${Buffer.from(JSON.stringify(steps)).toString('base64')}</script64>`;
}

/** @returns the steps of the last script in `text`, or undefined where there is none. */
export function readScript(text: string): Step[] | undefined {
  const found = [...text.matchAll(/<script(64)?>([\s\S]*?)<\/script\1>/g)].at(-1);
  if (!found?.[2]) return undefined;
  const json = found[1] ? Buffer.from(found[2], 'base64').toString() : found[2];
  return JSON.parse(json) as Step[];
}
