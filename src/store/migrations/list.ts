import { first } from './001-first.ts';
import { usageByTime } from './002-usage-by-time.ts';
import { rules } from './003-rules.ts';
import { pendingCommands } from './004-pending-commands.ts';

/**
 * All migrations in order; the database's `user_version` counts those that have been applied. A migration that has been
 * released is never changed: what is to be different comes as another one.
 */
export const migrations: readonly string[] = [first, usageByTime, rules, pendingCommands];
