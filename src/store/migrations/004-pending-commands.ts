/** Adds accepted commands that have not ended, and receipts of commands whose work failed. */
export const pendingCommands = `
CREATE TABLE pending_commands (
  command_id TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  type TEXT NOT NULL,
  owner TEXT,
  data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE receipts ADD COLUMN problem TEXT;
`;
