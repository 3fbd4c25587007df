import type { RunEffect } from '../../../core/plan/react.ts';
import type { RunFact } from '../../../core/plan/record.ts';
import type { Handlers } from '../../machine/effects.ts';
import { branch } from './branch.ts';
import { checkUnit } from './check-unit.ts';
import { continueSessions } from './continue-sessions.ts';
import { interruptSessions } from './interrupt-sessions.ts';
import { mergeUnit } from './merge-unit.ts';
import type { RunEffectContext } from './run-effect-context.ts';
import { runTask } from './run-task.ts';
import { sendBack } from './send-back.ts';
import { start } from './start.ts';
import { stopSessions } from './stop-sessions.ts';
import { writeBack } from './write-back.ts';

/** Handlers of all effects of a run. Kinds are stored, so their names must not change. */
export const runHandlers: Handlers<RunEffect, RunFact, RunEffectContext> = {
  branch,
  start,
  send_back: sendBack,
  merge_unit: mergeUnit,
  check_unit: checkUnit,
  wrap_up: runTask,
  stop_sessions: stopSessions,
  interrupt_sessions: interruptSessions,
  go_on: continueSessions,
  write_back: writeBack,
};
