import type { JournalEffect } from '../transaction.ts';
import type { Handler } from './handler.ts';
import { answer } from './answer.ts';
import { launch } from './launch.ts';
import { prepare } from './prepare.ts';
import { prove } from './prove.ts';
import { review } from './review.ts';
import { release, stop } from './stop.ts';
import { workspaceTask } from './workspace-task.ts';
import { write } from './write.ts';

type Handlers = { [K in JournalEffect['kind']]: Handler<Extract<JournalEffect, { kind: K }>> };

/** One handler per kind of effect; a kind without one does not compile. */
export const handlers: Handlers = {
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
