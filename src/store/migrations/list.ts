import { first } from './001-first.ts';
import { usageByTime } from './002-usage-by-time.ts';
import { rules } from './003-rules.ts';
import { pendingCommands } from './004-pending-commands.ts';

/**
 * All migrations in order; the database's `user_version` counts the applied ones. A released migration never changes:
 * a correction is a new migration.
 */
export const migrations: readonly string[] = [first, usageByTime, rules, pendingCommands];
