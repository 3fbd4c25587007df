import type { Preflight } from '../../contract/agent-event.ts';
import type { ApprovalView } from '../../contract/approval.ts';
import type { CommandType } from '../../contract/command.ts';
import type { Problem } from '../../base/problem.ts';
import type { ProcessIdentity, Salvage, SessionEventData } from '../../contract/event.ts';
import type { Merge, MergeStrategy } from '../../contract/merge.ts';
import type { Waiting, Workspace } from '../../contract/session.ts';
import type { Reviewed } from './asks/review.ts';
import type { DeadlineKind } from './watch/deadlines.ts';

/** Facts of the machine: results of effects, process exits, the passing of time, decisions made elsewhere. */
export type WorldFact =
  | { type: 'admitted' }
  | { type: 'workspace_prepared'; workspace: Workspace }
  | { type: 'workspace_failed'; reason: string }
  /** Everything known of it was found on disk, because its database is gone. */
  | { type: 'rebuilt'; workspace: Workspace | null }
  | { type: 'launched'; launch: number; agent: ProcessIdentity; shim: ProcessIdentity }
  | { type: 'launch_failed'; launch: number; failure: 'launch' | 'guard' | 'configuration'; reason: string }
  | { type: 'guarded'; launch: number; sandbox: boolean; preflight: Preflight }
  | { type: 'exited'; launch: number; code: number | null; signal: string | null; last_words: string | null }
  | { type: 'gate_finished'; proof: number; gate: SessionEventData['gate.finished'] }
  | {
      type: 'proved';
      proof: number;
      commits: number;
      files_changed: number;
      /** Changes to configuration that git executes. */
      tampered: Finding[];
      /** Changes to the servers that git uses. */
      redirected: Finding[];
      /** Changes to the user's checkout, possibly by the user. */
      elsewhere: Finding[];
    }
  | { type: 'proof_failed'; proof: number; reason: string }
  /** `tampered` and `redirected` as found after all processes had ended. */
  | { type: 'stopped'; survivors: number; killed: number; tampered: Finding[]; redirected: Finding[] }
  | { type: 'deadline'; kind: DeadlineKind }
  /** The reviewer has answered, or will not. */
  | ({ type: 'reviewed' } & Reviewed)
  /** A process of the session sent a command that it may not send. */
  | { type: 'command_refused'; command: CommandType; by: string }
  | { type: 'policy_changed'; by: string }
  /** A call was answered, here or elsewhere, while these other approvals, possibly of the same call, were pending. */
  | {
      type: 'sibling_answered';
      approval: ApprovalView;
      place: string;
      message: string | null;
      by: string;
      siblings: readonly string[];
    }
  /** Admission grants no slot for now. */
  | { type: 'held'; waiting: Waiting }
  /** A person marked an account as usable again. */
  | { type: 'limit_lifted'; account: string; by: string }
  | { type: 'removed'; salvage: Salvage | null }
  | { type: 'restored'; workspace: Workspace | null }
  | ({ type: 'merged'; strategy: MergeStrategy } & Merge)
  | ({ type: 'rolled_back' } & Merge)
  | { type: 'abandoned'; tag: string | null; salvage: Salvage | null }
  | { type: 'upkeep_failed'; problem: Problem };

/** A change in a repository since the agent began. */
export interface Finding {
  what: string;
  detail: string;
}
