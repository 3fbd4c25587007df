import { join } from 'node:path';
import type { ReviewSubject } from '../../../contract/review.ts';
import type { Reviewer } from '../../../contract/settings.ts';
import {
  askReviewer,
  eventsForReview,
  type ReviewCase,
  type ReviewQuestion,
} from '../../../core/review/ask-reviewer.ts';
import { namesSecret } from '../../../core/review/redact.ts';
import type { Session } from '../../../core/session/state.ts';
import { readRegularFile } from '../../../host/git/files/read-regular-file.ts';
import type { Deps } from '../../deps.ts';

/** Maximum events before the question in the reviewer's prompt. */
const recentEvents = 30;

/** @returns undefined if the question is obsolete: the approval was answered, or the session left the phase */
export async function gather(
  subject: ReviewSubject,
  { notes }: Pick<Reviewer, 'notes'>,
  session: Session,
  deps: Deps,
): Promise<ReviewQuestion | undefined> {
  const { spec } = session;
  const about = aboutWhat(subject, session);
  if (!about) return undefined;
  const settings = await deps.configuration.inForce(spec.repo);
  const events = await deps.store.read('lastEvents', {
    session_id: session.id,
    kinds: [...eventsForReview],
    limit: recentEvents,
  });
  const environments = [deps.env, ...Object.values(settings.agents).map(({ env }) => env)];
  return askReviewer({
    ...about,
    subject: subject.kind,
    task: spec.task,
    events,
    notes: await readNotes(spec.repo, notes),
    secrets: environments.flatMap((env) =>
      Object.entries(env).flatMap(([name, value]) => (namesSecret(name) ? [value] : [])),
    ),
    nonce: deps.newIds().id,
  });
}

function aboutWhat(subject: ReviewSubject, session: Session): Pick<ReviewCase, 'call' | 'stop'> | undefined {
  const { asks, phase, statement, gates } = session;
  switch (subject.kind) {
    case 'call': {
      const ask = asks.find(({ approval, answer }) => approval.id === subject.approval_id && !answer);
      if (!ask) return undefined;
      const { tool, input, cwd, reason } = ask.approval;
      return { call: { tool, input, cwd, why: reason }, stop: null };
    }
    case 'stop': {
      if (phase.name !== 'proving' || phase.proof !== subject.proof) return undefined;
      const { commits, files_changed } = subject;
      const passed = gates.map(({ command }) => command);
      return { call: null, stop: { statement, commits, files_changed, gates: passed } };
    }
  }
}

/** Reads notes from the user's own checkout, because agents could change the copies in their workspaces. */
async function readNotes(repo: string, paths: readonly string[]): Promise<{ path: string; text: string }[]> {
  const found = await Promise.all(
    paths.map(async (path) => ({ path, content: await readRegularFile(join(repo, path)) })),
  );
  return found.flatMap(({ path, content }) => (content ? [{ path, text: content.toString() }] : []));
}
