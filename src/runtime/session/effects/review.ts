import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { err, type Result } from '../../../base/result.ts';
import type { TokenUsage } from '../../../contract/agent-event.ts';
import { reviewAnswerSchemas, type ReviewSubject } from '../../../contract/review.ts';
import type { Reviewer } from '../../../contract/settings.ts';
import type { ReviewQuestion } from '../../../core/review/ask-reviewer.ts';
import { readAnswer } from '../../../core/review/read-answer.ts';
import type { Session } from '../../../core/session/state.ts';
import { markerOf } from '../../deps.ts';
import { askAgent } from '../review/ask-agent.ts';
import { gather } from '../review/gather.ts';
import type { JournalEffect } from '../transaction.ts';
import type { EffectContext, Handler } from './handler.ts';

/** Asks the reviewer. A repetition after a crash costs another question but cannot answer an approval twice. */
export const review: Handler<Extract<JournalEffect, { kind: 'review' }>> = {
  cancellable: true,
  async run(effect, context) {
    const { subject } = effect;
    const { cell, deps, reviewing, signal } = context;
    using permit = await reviewing.take(signal);
    void permit;
    const { reviewer } = (await deps.configuration.inForce(cell.session.spec.repo)).policy;
    if (!reviewer) return this.failed(effect, 'no reviewer is configured');
    const question = await gather(subject, reviewer, cell.session, deps);
    if (!question) return undefined;
    const { answer, usage } = await ask(question, reviewer, subject, context);
    if (signal.aborted) return undefined;
    const read = answer.ok ? readAnswer(answer.value, subject.kind) : answer;
    const reply = read.ok ? read.value : ({ decision: 'failed', reason: read.error } as const);
    return { type: 'reviewed', subject, by: reviewer.name, answer: reply, usage };
  },
  failed: ({ subject }, reason) => ({
    type: 'reviewed',
    subject,
    by: 'fairlead',
    answer: { decision: 'failed', reason },
    usage: null,
  }),
};

interface ReviewerReply {
  answer: Result<string, string>;
  usage: TokenUsage | null;
}

/** Asks until the time limit, or until the answer is no longer needed. */
async function ask(
  question: ReviewQuestion,
  reviewer: Reviewer,
  subject: ReviewSubject,
  context: EffectContext,
): Promise<ReviewerReply> {
  const { cell, deps, signal } = context;
  const ending = new AbortController();
  const combined = AbortSignal.any([signal, ending.signal]);
  using timer = deps.clock.after(reviewer.time_s * 1_000, () => ending.abort('late'));
  void timer;
  cell
    .until((session) => !isWanted(subject, session), combined)
    .then(
      () => ending.abort('answered'),
      () => undefined,
    );
  try {
    const reply = await (reviewer.via === 'agent'
      ? askThroughAgent(question, reviewer, { ...context, signal: combined })
      : askThroughApi(question, reviewer, subject, { ...context, signal: combined }));
    return ending.signal.reason === 'late'
      ? { ...reply, answer: err(`it did not answer within ${reviewer.time_s} s`) }
      : reply;
  } finally {
    ending.abort('over');
  }
}

/** Returns whether the approval is still pending and the session is in the same phase. */
function isWanted(subject: ReviewSubject, { asks, phase }: Session): boolean {
  return subject.kind === 'call'
    ? asks.some(({ approval, answer }) => approval.id === subject.approval_id && !answer)
    : phase.name === 'proving' && phase.proof === subject.proof;
}

async function askThroughApi(
  { instructions, material }: ReviewQuestion,
  { model, key_env, base_url, price }: Extract<Reviewer, { via: 'api' }>,
  { kind }: ReviewSubject,
  { deps, signal }: EffectContext,
): Promise<ReviewerReply> {
  const key = deps.env[key_env];
  if (!key) return { answer: err(`its key is not in the daemon's environment: ${key_env}`), usage: null };
  const asked = { instructions, material, schema: reviewAnswerSchemas[kind] };
  const reply = await deps.askModel(asked, { model, key, base_url, price }, signal);
  return reply.ok
    ? { answer: { ok: true, value: reply.value.text }, usage: reply.value.usage }
    : { answer: reply, usage: null };
}

/**
 * Runs the reviewer with the session's marker. Its processes are stopped with the session, and they cannot answer
 * approvals as a person.
 */
async function askThroughAgent(
  question: ReviewQuestion,
  { agent: name, model }: Extract<Reviewer, { via: 'agent' }>,
  { deps, cell, dir, signal }: EffectContext,
): Promise<ReviewerReply> {
  const configured = (await deps.configuration.inForce(cell.session.spec.repo)).agents[name];
  const adapter = configured && deps.adapters.get(configured.protocol);
  if (!adapter) return { answer: err(`unknown agent "${name}"`), usage: null };
  if (adapter.capabilities(configured.like).preflight === 'none')
    return {
      answer: err(`${name} makes calls that cannot be refused, so it cannot be a reviewer`),
      usage: null,
    };
  const { prompt, conversation, id } = deps.newIds();
  const cwd = join(dir, `review-${id}`);
  const box = join(dir, `review-${id}.calls`);
  const [marker = '', value = ''] = markerOf(cell.id).split('=');
  mkdirSync(cwd, { recursive: true, mode: 0o700 });
  try {
    return await askAgent({
      question,
      adapter,
      agent: { name, ...configured },
      model,
      cwd,
      box,
      env: { ...deps.env, ...configured.env, [marker]: value },
      marker: `FAIRLEAD_REVIEW=${id}`,
      table: deps.table,
      conversation,
      prompt,
      signal,
    });
  } finally {
    for (const made of [cwd, box]) rmSync(made, { recursive: true, force: true });
  }
}
