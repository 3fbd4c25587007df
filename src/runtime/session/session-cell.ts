/** The cell of a session: takes in commands, facts of the world, and what its agent and its hooks say. */
import { ok, type Result } from '../../base/result.ts';
import type { Problem } from '../../base/problem.ts';
import { decide, type SessionCommand } from '../../core/session/decide.ts';
import { recordWorld } from '../../core/session/record-world.ts';
import type { Session } from '../../core/session/state.ts';
import type { WorldFact } from '../../core/session/world-fact.ts';
import type { JournalBatch } from '../../host/process/journal-reader.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import { createCell, type CellHooks, type Loaded, type MakeRecord } from '../machine/cell.ts';
import type { Cursor } from './cursor.ts';
import {
  decodeBatch,
  decodeErrors,
  decodeHookCalls,
  type CallBatch,
  type DecodedBatch,
} from './decode-batch.ts';
import { changeOf, createSessionKind, machineFor, recordHeard, type SessionState } from './session-kind.ts';
import type { AdapterBinding } from './transaction.ts';

export interface SessionCell {
  readonly id: string;
  /** The state as last committed. */
  readonly session: Session;
  readonly cursor: Cursor;
  /** Decides a command; accepted means durable. */
  command(
    command: SessionCommand,
    by: string,
    record: MakeRecord<Session>,
  ): Promise<Result<Session, Problem>>;
  /** Takes in a fact of the world. `done` is the effect that it is the result of. */
  report(fact: WorldFact, done?: number): Promise<void>;
  /** Notes an effect that has no result but being done, with the next commit. */
  finish(effect: number): void;
  /** Commits what {@link finish} has noted, and that time was skipped, if anything. */
  flush(): Promise<void>;
  /** Takes in lines of the journal. */
  hear(batch: JournalBatch): Promise<void>;
  /** Takes in lines of the agent's standard error. */
  hearErrors(batch: JournalBatch): Promise<void>;
  /** `err.log` was emptied: its next line is its first. */
  restartErrors(): Promise<void>;
  /** Takes in calls that hooks ask about. */
  hearHooks(batch: CallBatch): Promise<void>;
  /** Resolves with the first committed state that fulfils the condition, the present one included. */
  until(condition: (session: Session) => boolean, signal?: AbortSignal): Promise<Session>;
  /** Resolves when nothing is queued. */
  drain(): Promise<void>;
}

export function createSessionCell(
  deps: Deps,
  hub: Hub,
  hooks: CellHooks<SessionState>,
  loaded: Loaded<SessionState>,
): SessionCell {
  const cell = createCell(deps, hub, createSessionKind(deps), hooks, loaded);

  return {
    id: cell.id,
    get session() {
      return cell.state.session;
    },
    get cursor() {
      return cell.state.cursor;
    },
    async command(command, by, record) {
      const done = await cell.apply(({ session }, scene) => {
        const decided = decide(session, command, { ...scene, by });
        return decided.ok
          ? ok(
              changeOf(scene, {
                pendingEvents: decided.value,
                record: (after, events) => record(after.session, events),
              }),
            )
          : decided;
      });
      return done.ok ? ok(done.value.session) : done;
    },
    async report(fact, effect) {
      const done = effect === undefined ? [] : [effect];
      await cell.apply(({ session }, scene) =>
        ok(changeOf(scene, { pendingEvents: recordWorld(session, fact, scene), done })),
      );
    },
    finish: (effect) => cell.finish(effect),
    flush: () => cell.flush(),
    hear: (batch) => take((cursor, binding) => decodeBatch(batch, cursor, binding)),
    hearErrors: (batch) => take((cursor, binding) => decodeErrors(batch, cursor, binding)),
    async restartErrors() {
      await cell.apply(({ cursor }, scene) =>
        ok(changeOf(scene, { pendingEvents: [], cursor: { ...cursor, err_offset: 0 } })),
      );
    },
    hearHooks: (batch) =>
      take((cursor, binding) =>
        // A launch that came meanwhile has a box of its own, and hooks of an earlier one are gone.
        batch.launch === cursor.calls.launch ? decodeHookCalls(batch, cursor, binding) : undefined,
      ),
    async until(condition, signal) {
      return (await cell.until(({ session }) => condition(session), signal)).session;
    },
    drain: () => cell.drain(),
  };

  /** Records what the agent said, with what git says of the directories in it. */
  async function take(decode: Decode): Promise<void> {
    await cell.apply(async ({ session, cursor }, scene) => {
      const { heard = [], ...decoded } = decode(cursor, scene.binding) ?? {};
      const machine = await machineFor(
        deps,
        session,
        heard.map(({ event }) => event),
      );
      const here = { ...scene, machine };
      return ok(changeOf(here, { ...decoded, pendingEvents: recordHeard(deps, session, heard, here) }));
    });
  }
}

/** @returns undefined where the lines are no longer of interest */
type Decode = (cursor: Cursor, binding: AdapterBinding | undefined) => DecodedBatch | undefined;
