/** Serves ACP for the scripted agent: conversations, turns and cancels, until the input ends. */
import * as acp from '@agentclientprotocol/sdk';
import { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import {
  copyConversation,
  costOf,
  createConversation,
  historyOf,
  openConversation,
  type Conversation,
} from './conversation.ts';
import { takeTurn, type Turn } from './turn.ts';

interface Session {
  conversation: Conversation;
  cwd: string;
  turn: Turn | null;
}

/** Resolves when the input has ended and no process of a turn is left. */
export async function serve(input: Readable, output: Writable): Promise<void> {
  const sessions = new Map<string, Session>();
  process.once('SIGTERM', () => {
    void endTurns(sessions);
    process.exit(143);
  });
  const stream = acp.ndJsonStream(
    Writable.toWeb(output) as WritableStream<Uint8Array>,
    Readable.toWeb(input) as ReadableStream<Uint8Array>,
  );
  await appOf(sessions).connect(stream).closed;
  await Promise.allSettled(endTurns(sessions));
}

function appOf(sessions: Map<string, Session>): acp.AgentApp {
  const enter = (conversation: Conversation | undefined, id: string, cwd: string): Conversation => {
    if (!conversation) throw acp.RequestError.resourceNotFound(id);
    sessions.set(conversation.id, { conversation, cwd, turn: null });
    return conversation;
  };
  return acp
    .agent({ name: 'fairlead-scripted' })
    .onRequest('initialize', () => ({
      protocolVersion: acp.PROTOCOL_VERSION,
      agentInfo: { name: 'fairlead-scripted', title: 'Scripted agent', version: '1' },
      agentCapabilities: { loadSession: true, sessionCapabilities: { resume: {}, fork: {} } },
    }))
    .onRequest('session/new', ({ params: { cwd } }) => {
      const { id } = enter(createConversation(), '', cwd);
      return { sessionId: id };
    })
    .onRequest('session/load', async ({ params: { sessionId, cwd }, client }) => {
      const conversation = enter(openConversation(sessionId), sessionId, cwd);
      for (const update of historyOf(conversation))
        await client.notify('session/update', { sessionId, update });
      await tellCost(conversation, client);
      return {};
    })
    .onRequest('session/resume', async ({ params: { sessionId, cwd }, client }) => {
      await tellCost(enter(openConversation(sessionId), sessionId, cwd), client);
      return {};
    })
    .onRequest('session/fork', forkRequest, async ({ params: { sessionId, cwd }, client }) => {
      const copy = enter(copyConversation(sessionId), sessionId, cwd);
      await tellCost(copy, client);
      return { sessionId: copy.id };
    })
    .onRequest('session/prompt', async ({ params, client }) => {
      const session = sessions.get(params.sessionId);
      if (!session) throw acp.RequestError.resourceNotFound(params.sessionId);
      if (session.turn) throw acp.RequestError.invalidRequest(undefined, 'a turn is under way');
      const text = params.prompt.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
      session.turn = takeTurn({ ...session, text, client });
      try {
        return await session.turn.result;
      } finally {
        session.turn = null;
      }
    })
    .onNotification('session/cancel', ({ params }) => sessions.get(params.sessionId)?.turn?.cancel());
}

const forkRequest = z.object({ sessionId: z.string(), cwd: z.string() });

/** Sends the total cost so far, so that the client's running total continues from it. */
async function tellCost(conversation: Conversation, client: acp.AgentContext): Promise<void> {
  const amount = costOf(conversation);
  if (amount === 0) return;
  const update = {
    sessionUpdate: 'usage_update',
    used: 0,
    size: 0,
    cost: { amount, currency: 'USD' },
  } as const;
  await client.notify('session/update', { sessionId: conversation.id, update });
}

/** @returns the results of the running turns */
function endTurns(sessions: Map<string, Session>): Promise<unknown>[] {
  const turns = [...sessions.values()].flatMap(({ turn }) => turn ?? []);
  for (const turn of turns) turn.end();
  return turns.map(({ result }) => result);
}
