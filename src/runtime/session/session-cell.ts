/** The cell of a session: processes commands, facts, and the output of its agent and its hooks. */
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
import {
  changeOf,
  createSessionKind,
  machineFor,
  recordAgentEvents,
  type SessionState,
} from './session-kind.ts';
import type { AdapterBinding } from './transaction.ts';

export interface SessionCell {
  readonly id: string;
  /** The state as last committed. */
  readonly session: Session;
  readonly cursor: Cursor;
  /** Decides a command; an accepted command is durable. */
  command(
    command: SessionCommand,
    by: string,
    record: MakeRecord<Session>,
  ): Promise<Result<Session, Problem>>;
  /** Processes a fact. `done` is the effect that produced it. */
  report(fact: WorldFact, done?: number): Promise<void>;
  /** Records with the next commit that an effect without a result is done. */
  finish(effect: number): void;
  /** Commits the effects recorded by {@link finish} and jumps of the clock, if there are any. */
  flush(): Promise<void>;
  /** Processes lines of the journal. */
  recordOutput(batch: JournalBatch): Promise<void>;
  /** Processes lines of the agent's standard error. */
  recordErrors(batch: JournalBatch): Promise<void>;
  /** Resets the position in `err.log` after it was truncated. */
  restartErrors(): Promise<void>;
  /** Processes calls of hooks. */
  recordCalls(batch: CallBatch): Promise<void>;
  /** Resolves with the first committed state that meets the condition; the current state counts. */
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
    recordOutput: (batch) => take((cursor, binding) => decodeBatch(batch, cursor, binding)),
    recordErrors: (batch) => take((cursor, binding) => decodeErrors(batch, cursor, binding)),
    async restartErrors() {
      await cell.apply(({ cursor }, scene) =>
        ok(changeOf(scene, { pendingEvents: [], cursor: { ...cursor, err_offset: 0 } })),
      );
    },
    recordCalls: (batch) =>
      take((cursor, binding) =>
        // A newer launch has its own call box, and the hooks of the earlier launch have exited.
        batch.launch === cursor.calls.launch ? decodeHookCalls(batch, cursor, binding) : undefined,
      ),
    async until(condition, signal) {
      return (await cell.until(({ session }) => condition(session), signal)).session;
    },
    drain: () => cell.drain(),
  };

  /** Records the agent's output, with git's facts about the directories in it. */
  async function take(decode: Decode): Promise<void> {
    await cell.apply(async ({ session, cursor }, scene) => {
      const { events = [], ...decoded } = decode(cursor, scene.binding) ?? {};
      const machine = await machineFor(
        deps,
        session,
        events.map(({ event }) => event),
      );
      const here = { ...scene, machine };
      return ok(
        changeOf(here, { ...decoded, pendingEvents: recordAgentEvents(deps, session, events, here) }),
      );
    });
  }
}

/** @returns undefined if the lines are no longer relevant */
type Decode = (cursor: Cursor, binding: AdapterBinding | undefined) => DecodedBatch | undefined;
