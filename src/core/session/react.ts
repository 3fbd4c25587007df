/**
 * Derives effects from an event, only for new events and never on replay. Intents are stored in the transaction of
 * their event.
 */
import type { AgentRequest, PermissionAnswer } from '../../contract/agent-event.ts';
import type { WorkspaceTask } from '../../contract/event.ts';
import type { ReviewSubject } from '../../contract/review.ts';
import { isTold } from './asks/blocked.ts';
import type { Ask, PendingEvent, Session } from './state.ts';

export type Effect =
  /** Create the workspace. */
  | { kind: 'prepare' }
  /** Start the agent's process. */
  | {
      kind: 'launch';
      launch: number;
      conversation: string;
      resume: string | null;
      fork: boolean;
      torn_turn: boolean;
    }
  /** Send a request to the agent. */
  | { kind: 'tell'; request: AgentRequest }
  /** Collect evidence and run the gates. */
  | { kind: 'prove'; proof: number }
  /** End the agent's process and all its descendants; with `force`, without SIGTERM first. */
  | { kind: 'stop'; force: boolean }
  /** End the process of an idle agent. */
  | { kind: 'release'; launch: number }
  /** Ask the reviewer. */
  | { kind: 'review'; subject: ReviewSubject }
  | { kind: 'upkeep'; task: WorkspaceTask };

export function react(before: Session, event: PendingEvent, after: Session): Effect[] {
  switch (event.kind) {
    case 'session.admitted':
      if (after.phase.name === 'preparing') return [{ kind: 'prepare' }];
      return before.asks.flatMap(tellAnswer);
    case 'process.launching':
      return [
        {
          kind: 'launch',
          launch: event.data.launch,
          conversation: event.data.conversation,
          ...conversationOf(before),
          torn_turn: before.turn !== null,
        },
      ];
    case 'turn.started':
      return event.data.text === null || event.data.prompt_id === null
        ? []
        : [tell({ type: 'prompt', prompt_id: event.data.prompt_id, text: event.data.text })];
    case 'policy.decided': {
      const { request, input, verdict } = event.data;
      const deny: PermissionAnswer = { kind: 'deny', message: verdict.reason, interrupt: false };
      const answers = { allow: { kind: 'allow', input }, deny, ask: { kind: 'ask' } } as const;
      return [tell({ type: 'answer', request, answer: answers[verdict.decision] })];
    }
    case 'approval.answered':
      // In `waiting` the session has no slot: the agent gets the answer after admission.
      return before.phase.name === 'waiting' || !isTold(event.data)
        ? []
        : before.asks
            .filter(({ approval }) => approval.id === event.data.approval_id)
            .flatMap((ask) =>
              tellAnswer({
                ...ask,
                answer: {
                  allowed: event.data.status === 'allowed',
                  message: event.data.message,
                  input: event.data.input ?? ask.approval.input,
                },
              }),
            );
    case 'review.started':
      return [{ kind: 'review', subject: event.data.subject }];
    case 'turn.interrupting':
      return [tell({ type: 'interrupt' })];
    case 'proof.started':
      return [{ kind: 'prove', proof: event.data.proof }];
    case 'conversation.lost':
      return before.process ? [{ kind: 'release', launch: before.process.launch }] : [];
    case 'process.releasing':
      return [...tellEnd(before), { kind: 'release', launch: event.data.launch }];
    case 'session.stopping': {
      const { force } = event.data;
      return [...(force ? [] : tellEnd(before)), { kind: 'stop', force }];
    }
    case 'upkeep.started':
      return [{ kind: 'upkeep', task: event.data.task }];
    default:
      return [];
  }
}

function conversationOf({ conversation, spec }: Session): { resume: string | null; fork: boolean } {
  if (conversation !== null) return { resume: conversation, fork: false };
  return { resume: spec.forked_from?.agent_session ?? null, fork: spec.forked_from !== null };
}

function tellAnswer({ request, answer }: Ask): Effect[] {
  if (!answer) return [];
  return [
    tell({
      type: 'answer',
      request,
      answer: answer.allowed
        ? { kind: 'allow', input: answer.input }
        : { kind: 'deny', message: answer.message ?? 'The user denied this.', interrupt: false },
    }),
  ];
}

function tellEnd({ process }: Session): Effect[] {
  return process?.stage === 'ready' ? [tell({ type: 'end' })] : [];
}

function tell(request: AgentRequest): Effect {
  return { kind: 'tell', request };
}
