/** Creates sessions from a start command, with defaults for everything that it omits. */
import { err, ok, type Result } from '../../base/result.ts';
import type { CommandOf } from '../../contract/command.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { SessionEventData } from '../../contract/event.ts';
import type { SessionSpec } from '../../contract/session.ts';
import type { Settings } from '../../contract/settings.ts';
import { nameFor } from './naming.ts';
import type { Session } from './state.ts';

/** Facts about the directory of the command. */
export interface SessionPlace {
  /** The repository's top directory, or the directory itself outside a repository. */
  top: string;
  repository: boolean;
  /** The commit to start from; null if no branch is created. */
  base_commit: string | null;
}

export interface NewSession {
  id: string;
  data: SessionEventData['session.created'];
}

/**
 * `ids` are unused, one pair for each task. `slotted` counts the sessions that hold or want a slot. `protocols` are
 * those with an adapter.
 */
export function create(
  command: CommandOf<'start'>,
  context: {
    place: SessionPlace;
    settings: Settings;
    ids: { id: string; prompt: string }[];
    slotted: number;
    protocols: ReadonlySet<string>;
  },
): Result<NewSession[], Problem> {
  const { place, settings, ids, slotted, protocols } = context;
  const agent = command.agent ?? settings.default_agent;
  const configured = Object.hasOwn(settings.agents, agent) ? settings.agents[agent] : undefined;
  if (!configured) return err(unknownAgent(agent, settings));
  if (!protocols.has(configured.protocol))
    return err(
      problem(
        'unsupported',
        `no adapter for protocol ${configured.protocol} of agent ${agent}`,
        `an agent with protocol ${[...protocols].join(' or ')}`,
      ),
    );
  if ((command.workspace_mode === 'worktree' || command.base !== undefined) && !place.repository)
    return err(
      problem(
        'environment',
        `not in a git repository: ${place.top}`,
        'a git repository, or the same command without --base',
      ),
    );
  const directory = command.workspace_mode === 'directory' || !place.repository;
  if (command.require_changes && directory)
    return err(
      problem(
        'invalid',
        `changes cannot be required in ${place.top}: there is no branch to compare with`,
        'the same command without --require-changes, or in a git repository with a worktree',
      ),
    );
  const limit = command.max_parallel ?? settings.max_parallel;
  if (command.try && !command.draft && slotted + command.tasks.length > limit)
    return err(
      problem(
        'at_limit',
        `maximum of sessions reached: ${limit}`,
        'wait for a session to end, or queue without --try',
      ),
    );
  return ok(
    command.tasks.map(({ task, name }, index) => {
      const { id = '', prompt = '' } = ids[index] ?? {};
      const spec = { name: name ?? nameFor(task), task, agent, ...specOf(command, place, settings) };
      return { id, data: { spec, prompt_id: prompt, ...(command.draft && { draft: true }) } };
    }),
  );
}

function specOf(
  command: CommandOf<'start'>,
  place: SessionPlace,
  settings: Settings,
): Omit<SessionSpec, 'name' | 'task' | 'agent'> {
  const agent = settings.agents[command.agent ?? settings.default_agent];
  return {
    model: command.model ?? agent?.model ?? settings.default_model,
    policy: command.policy ?? settings.policy.level,
    repo: place.top,
    workspace_mode: command.workspace_mode ?? (place.repository ? 'worktree' : 'directory'),
    base: command.base ?? settings.workspace.base,
    base_commit: place.base_commit,
    gates: command.gates ?? [],
    auto_continue: command.auto_continue ?? false,
    max_parallel: command.max_parallel ?? settings.max_parallel,
    max_cost_usd: command.max_cost_usd ?? settings.limits.session_cost_usd,
    max_tokens: command.max_tokens ?? settings.limits.session_tokens,
    max_time_s: command.max_time_s ?? settings.limits.session_time_s,
    forked_from: null,
    ...(command.require_changes && { unchanged: 'fail' as const }),
    ...(command.unattended && { unattended: true }),
    run_id: null,
    unit_id: null,
  };
}

/**
 * Creates a fork of a session: the same options, with a conversation and a workspace that start from the source's
 * current ones.
 *
 * @param base_commit a commit of the source's current workspace; null if it has no branch
 */
export function createFork(
  source: Session,
  { id, prompt }: { id: string; prompt: string },
  text: string | undefined,
  base_commit: string | null,
): Result<NewSession, Problem> {
  if (source.removed) return err(problem('wrong_phase', `session ${source.id} was removed`, 'fairlead undo'));
  if (!source.workspace || source.conversation === null)
    return err(
      problem(
        'wrong_phase',
        `session ${source.id} has not started yet`,
        'fork it after its first turn has started',
      ),
    );
  const spec: SessionSpec = {
    ...source.spec,
    name: nameFor(text ?? `${source.spec.name} (fork)`),
    task: text ?? source.spec.task,
    base: source.workspace.branch ?? source.spec.base,
    base_commit,
    forked_from: { session_id: source.id, agent_session: source.conversation },
  };
  return ok({ id, data: { spec, prompt_id: text === undefined ? null : prompt } });
}

function unknownAgent(agent: string, settings: Settings): Problem {
  const known = Object.keys(settings.agents).toSorted().join(', ');
  return problem('invalid', `unknown agent: ${agent}`, `one of ${known}, or add it to your configuration`);
}
