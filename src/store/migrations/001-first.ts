export const first = `
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  session_id TEXT,
  run_id TEXT,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_session ON events (session_id, seq) WHERE session_id IS NOT NULL;
CREATE INDEX events_of_run ON events (run_id, seq) WHERE run_id IS NOT NULL;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  created_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  name TEXT NOT NULL,
  repo TEXT NOT NULL,
  removed INTEGER NOT NULL,
  open INTEGER NOT NULL,
  run_id TEXT,
  view TEXT NOT NULL,
  state TEXT NOT NULL,
  cursor TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_creation ON sessions (created_seq);
CREATE INDEX sessions_open ON sessions (open) WHERE open = 1;
CREATE INDEX sessions_by_name ON sessions (name);

CREATE INDEX sessions_of_run ON sessions (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  created_seq INTEGER NOT NULL,
  repo TEXT NOT NULL,
  open INTEGER NOT NULL,
  view TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX runs_by_creation ON runs (created_seq);

CREATE TABLE units (
  run_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  view TEXT NOT NULL,
  PRIMARY KEY (run_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE approvals (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL,
  status TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  view TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX approvals_by_time ON approvals (status, asked_at);

CREATE TABLE rules (
  rule TEXT NOT NULL,
  decision TEXT NOT NULL,
  scope TEXT NOT NULL,
  within TEXT,
  by TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE effects (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;

CREATE TABLE receipts (
  command_id TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  at TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
