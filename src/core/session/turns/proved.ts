/** What fairlead has found after a turn that ended well: completed means that it is proven. */
import type { FailureKind } from '../../../contract/session.ts';
import { andThen } from '../and-then.ts';
import { reviewStop } from '../asks/review.ts';
import type { Finding, WorldFact } from '../world-fact.ts';
import { draft, type Draft, type Session } from '../state.ts';
import type { Surroundings } from '../surroundings.ts';
import { complete } from './complete.ts';
import { failWith } from './ending.ts';
import { nextStep } from './next-step.ts';
import { sendOn } from './send-on.ts';
import { askWhyUnchanged, explanationIn } from './unchanged.ts';

export function recordProved(
  session: Session,
  { commits, files_changed, tampered, redirected, elsewhere }: Extract<WorldFact, { type: 'proved' }>,
  surroundings: Surroundings,
): Draft[] {
  const alarms = [
    ...tampered.map((finding) => draft('guard.tripped', { where: 'repository', ...finding })),
    ...sayRedirected(redirected),
    ...elsewhere.map((finding) => draft('guard.tripped', { where: 'checkout', ...finding })),
  ];
  const [first] = tampered;
  if (first) {
    const reason = `changed configuration that git executes (${first.what}): review it before you continue`;
    return [
      ...alarms,
      draft('attention.raised', { kind: 'review', why: reason }),
      ...failWith(session, 'guard', reason),
    ];
  }
  return [...alarms, ...judgeWork(session, { commits, files_changed }, surroundings)];
}

/** Nothing runs by it, and it may be the user's own change: it does not fail the session, but a person has to look. */
export function sayRedirected(redirected: readonly Finding[]): Draft[] {
  const [first] = redirected;
  if (!first) return [];
  const why = `the servers that git uses were changed (${first.what}): ${first.detail}`;
  return [
    ...redirected.map((finding) => draft('guard.tripped', { where: 'repository', ...finding })),
    draft('attention.raised', { kind: 'review', why }),
  ];
}

function judgeWork(
  session: Session,
  counts: { commits: number; files_changed: number },
  surroundings: Surroundings,
): Draft[] {
  const { gates } = session;
  const changed = counts.commits + counts.files_changed > 0;
  const failed = gates.find(({ passed }) => !passed);
  if (failed)
    return missed(
      session,
      'gate',
      `gate failed: ${failed.command} (${failed.why})`,
      failed.output,
      surroundings,
    );
  const refused = changed ? undefined : judgeUnchanged(session, surroundings);
  if (refused) return refused;
  return reviewStop(session, counts, surroundings) ?? complete(session, counts);
}

/** @returns undefined where a turn that changed nothing counts as done */
function judgeUnchanged(session: Session, surroundings: Surroundings): Draft[] | undefined {
  const { statement, asked_unchanged, spec } = session;
  const lacks = (reason: string) => missed(session, 'no_evidence', reason, '', surroundings);
  switch (spec.unchanged ?? 'accept') {
    case 'accept':
      return statement ? undefined : lacks('ended its turn without changes and without a message');
    case 'fail':
      return lacks('changed nothing, and changes are required');
    case 'explain': {
      if (!asked_unchanged) return askWhyUnchanged(session, surroundings);
      const explained = explanationIn(statement);
      if (explained.kind === 'right') return undefined;
      const said =
        explained.kind === 'not_done' ? `says it is not done: ${explained.why}` : 'did not say why';
      return failWith(session, 'no_evidence', `changed nothing and ${said}`);
    }
  }
}

/** Something is missing for completion: sends the agent on where it may, else fails. */
function missed(
  session: Session,
  failure: FailureKind,
  reason: string,
  output: string,
  surroundings: Surroundings,
): Draft[] {
  const words = `Not done yet: ${reason}. Continue with the task until this is fixed.`;
  const onward = sendOn(session, reason, output ? `${words}\n\n${output}` : words, surroundings);
  if (!onward) return failWith(session, failure, reason);
  return andThen(session, onward, surroundings.at, (state) => nextStep(state, surroundings.fresh));
}
