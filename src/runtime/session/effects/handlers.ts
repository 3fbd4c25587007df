import type { WorldFact } from '../../../core/session/world-fact.ts';
import type { Handlers } from '../../machine/effects.ts';
import type { JournalEffect } from '../transaction.ts';
import { answer } from './answer.ts';
import type { EffectContext } from './handler.ts';
import { launch } from './launch.ts';
import { prepare } from './prepare.ts';
import { prove } from './prove.ts';
import { review } from './review.ts';
import { release, stop } from './stop.ts';
import { workspaceTask } from './workspace-task.ts';
import { write } from './write.ts';

/** Handlers of all effects of a session. Kinds are stored, so their names must not change. */
export const handlers: Handlers<JournalEffect, WorldFact, EffectContext> = {
  prepare,
  launch,
  write,
  answer,
  prove,
  stop,
  release,
  review,
  upkeep: workspaceTask,
};
