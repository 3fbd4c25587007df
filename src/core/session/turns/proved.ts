/** Records the proof of a turn that ended well. Completed means proven. */
import type { FailureKind } from '../../../contract/session.ts';
import { thenDecide } from '../then-decide.ts';
import { reviewStop } from '../asks/review.ts';
import type { Finding, WorldFact } from '../world-fact.ts';
import { pendingEvent, type PendingEvent, type Session } from '../state.ts';
import type { DecisionContext } from '../decision-context.ts';
import { complete } from './complete.ts';
import { failWith } from './ending.ts';
import { nextStep } from './next-step.ts';
import { nudge } from './nudge.ts';
import { askWhyUnchanged, explanationIn } from './unchanged.ts';

export function recordProved(
  session: Session,
  { commits, files_changed, tampered, redirected, elsewhere }: Extract<WorldFact, { type: 'proved' }>,
  context: DecisionContext,
): PendingEvent[] {
  const alarms = [
    ...tampered.map((finding) => pendingEvent('guard.tripped', { where: 'repository', ...finding })),
    ...sayRedirected(redirected),
    ...elsewhere.map((finding) => pendingEvent('guard.tripped', { where: 'checkout', ...finding })),
  ];
  const [first] = tampered;
  if (first) {
    const reason = `changed configuration that git executes (${first.what}): review it before you continue`;
    return [
      ...alarms,
      pendingEvent('attention.raised', { kind: 'review', why: reason }),
      ...failWith(session, 'guard', reason),
    ];
  }
  return [...alarms, ...judgeWork(session, { commits, files_changed }, context)];
}

/**
 * Git runs no program because of it, and it may be the user's own change: it does not fail the session, but a person
 * must look.
 */
export function sayRedirected(redirected: readonly Finding[]): PendingEvent[] {
  const [first] = redirected;
  if (!first) return [];
  const why = `the servers that git uses were changed (${first.what}): ${first.detail}`;
  return [
    ...redirected.map((finding) => pendingEvent('guard.tripped', { where: 'repository', ...finding })),
    pendingEvent('attention.raised', { kind: 'review', why }),
  ];
}

function judgeWork(
  session: Session,
  counts: { commits: number; files_changed: number },
  context: DecisionContext,
): PendingEvent[] {
  const { gates } = session;
  const changed = counts.commits + counts.files_changed > 0;
  const failed = gates.find(({ passed }) => !passed);
  if (failed)
    return missed(session, 'gate', `gate failed: ${failed.command} (${failed.why})`, failed.output, context);
  const refused = changed ? undefined : judgeUnchanged(session, context);
  if (refused) return refused;
  return reviewStop(session, counts, context) ?? complete(session, counts);
}

/** @returns undefined if a turn that changed nothing counts as done */
function judgeUnchanged(session: Session, context: DecisionContext): PendingEvent[] | undefined {
  const { statement, asked_unchanged, spec } = session;
  const lacks = (reason: string) => missed(session, 'no_evidence', reason, '', context);
  switch (spec.unchanged ?? 'accept') {
    case 'accept':
      return statement ? undefined : lacks('ended its turn without changes and without a message');
    case 'fail':
      return lacks('changed nothing, and changes are required');
    case 'explain': {
      if (!asked_unchanged) return askWhyUnchanged(session, context);
      const explained = explanationIn(statement);
      if (explained.kind === 'right') return undefined;
      const said =
        explained.kind === 'not_done' ? `says it is not done: ${explained.why}` : 'did not say why';
      return failWith(session, 'no_evidence', `changed nothing and ${said}`);
    }
  }
}

/** Something is missing for completion: sends a follow-up prompt if allowed, else fails. */
function missed(
  session: Session,
  failure: FailureKind,
  reason: string,
  output: string,
  context: DecisionContext,
): PendingEvent[] {
  const words = `Not done yet: ${reason}. Continue with the task until this is fixed.`;
  const onward = nudge(session, reason, output ? `${words}\n\n${output}` : words, context);
  if (!onward) return failWith(session, failure, reason);
  return thenDecide(session, onward, context.at, (state) => nextStep(state, context.newIds));
}
