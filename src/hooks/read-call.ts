import { readHookCall } from '../agents/claude/hooks/hook-call.ts';
import type { HookCall } from '../cli/context.ts';
import { FairleadError } from '../client/failure.ts';
import { problem } from '../base/problem.ts';

/** Bytes; the daemon accepts no more. */
const maximumSize = 16 * 1024 * 1024;

/** Reads the call that Claude Code passes to a running hook; null if it needs no verdict. */
export async function readCall(
  input: NodeJS.ReadStream,
  { CLAUDE_PROJECT_DIR: project }: Readonly<Record<string, string | undefined>>,
): Promise<HookCall | null> {
  if (input.isTTY) throw notUnderstood('nothing comes on standard input');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumSize) throw notUnderstood('the call is larger than 16 MiB');
    chunks.push(chunk);
  }
  const call = readHookCall(Buffer.concat(chunks).toString());
  if (!call.ok) throw notUnderstood(call.error);
  if (call.value === null) return null;
  // The result of JSON.parse is valid JSON.
  const asked = call.value as Omit<HookCall, 'repo'>;
  // Claude Code's start directory: the agent may have changed its directory, but the rules of its project still apply.
  return { ...asked, repo: project?.startsWith('/') ? project : asked.cwd };
}

function notUnderstood(why: string): FairleadError {
  return new FairleadError(problem('invalid', why, 'fairlead hooks install (Claude Code runs this command)'));
}
