/** The steps of a script in a prompt, in order: `<script>[{"do":"say","text":"hello"}]</script>`. */
import { z } from 'zod';
import { err, ok, type Result } from '../base/result.ts';

/** Relative to the workspace, or absolute. */
const path = z.string().min(1);
/** Asks for permission first. A denied step is skipped. */
const ask = z.boolean().default(false);

const step = z.discriminatedUnion('do', [
  /** Writes a text, word by word if `pace_ms` is given. */
  z.strictObject({ do: z.literal('say'), text: z.string(), pace_ms: z.int().min(0).max(10_000).optional() }),
  z.strictObject({ do: z.literal('think'), text: z.string() }),
  z.strictObject({ do: z.literal('read'), path, ask }),
  z.strictObject({ do: z.literal('write'), path, content: z.string(), ask }),
  /** Replaces the only occurrence of `find`. */
  z.strictObject({ do: z.literal('edit'), path, find: z.string().min(1), replace: z.string(), ask }),
  z.strictObject({ do: z.literal('delete'), path, ask }),
  /** Runs a shell command. A failure does not end the turn. With `background`, the command is never stopped. */
  z.strictObject({
    do: z.literal('run'),
    command: z.string().min(1),
    ask,
    background: z.boolean().default(false),
  }),
  /** Commits all changes. */
  z.strictObject({ do: z.literal('commit'), message: z.string().min(1), ask }),
  /** Asks for permission to use a tool that does nothing, `count` times at once. */
  z.strictObject({
    do: z.literal('ask'),
    tool: z.string().min(1),
    title: z.string().min(1),
    input: z.record(z.string(), z.json()).default({}),
    count: z.int().min(1).max(10_000).default(1),
  }),
  /** Reports usage. */
  z.strictObject({
    do: z.literal('spend'),
    input_tokens: z.int().min(0).default(0),
    output_tokens: z.int().min(0).default(0),
    cost_usd: z.number().min(0).default(0),
  }),
  /** Waits until a file exists. */
  z.strictObject({ do: z.literal('wait'), for: path }),
  z.strictObject({ do: z.literal('pause'), ms: z.int().min(0).max(3_600_000) }),
  /** Writes a number of pieces of a given size, as fast as the client reads. */
  z.strictObject({
    do: z.literal('flood'),
    pieces: z.int().min(1).max(10_000_000),
    characters: z.int().min(1).max(100_000_000).default(1),
  }),
  /** Does nothing until it is cancelled. */
  z.strictObject({ do: z.literal('hang') }),
  /** Ignores a cancel for the rest of the turn. */
  z.strictObject({ do: z.literal('ignore_cancel') }),
  /** Ends the turn. A prompt to continue runs the remaining steps. */
  z.strictObject({
    do: z.literal('stop'),
    reason: z.enum(['end_turn', 'refusal', 'max_tokens', 'max_turn_requests']),
  }),
  /** Ends the turn with an error. Code -32000 means a missing login, 429 a usage limit. */
  z.strictObject({ do: z.literal('error'), message: z.string().min(1), code: z.int().default(-32_603) }),
  /** Exits. */
  z.strictObject({ do: z.literal('exit'), status: z.int().min(0).max(255) }),
  z.strictObject({ do: z.literal('signal'), name: z.enum(['SIGKILL', 'SIGTERM', 'SIGSEGV', 'SIGABRT']) }),
]);

export type Step = z.infer<typeof step>;
export type StepOf<D extends Step['do']> = Extract<Step, { do: D }>;

const script = z.array(step).max(10_000);

/** @returns the steps of the last script in a prompt, null if there is none, or an error of one line */
export function readScript(prompt: string): Result<Step[] | null, string> {
  const [, found] = [...prompt.matchAll(/<script>([\s\S]*?)<\/script>/g)].at(-1) ?? [];
  if (found === undefined) return ok(null);
  let value: unknown;
  try {
    value = JSON.parse(found);
  } catch (error) {
    return err(`it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const read = script.safeParse(value);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  const [index, ...rest] = issue?.path ?? [];
  const place =
    typeof index === 'number' ? `step ${index + 1}${rest.length > 0 ? ` (${rest.join('.')})` : ''}: ` : '';
  return err(`${place}${issue?.message ?? 'it is not a list of steps'}`);
}
