/** Adds ids to rules and rebuilds rules from their events, including rules of one session. */
export const rules = `
DROP TABLE rules;
CREATE TABLE rules (
  id TEXT NOT NULL UNIQUE,
  rule TEXT NOT NULL,
  decision TEXT NOT NULL,
  scope TEXT NOT NULL,
  within TEXT,
  session_id TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  reason TEXT,
  expires TEXT,
  max_uses INTEGER
) STRICT;
INSERT INTO rules (id, rule, decision, scope, within, session_id, by, at)
  SELECT 'r' || lower(hex(randomblob(5))), data ->> 'rule', data ->> 'decision', data ->> 'scope',
    CASE data ->> 'scope'
      WHEN 'session' THEN session_id
      WHEN 'run' THEN run_id
      WHEN 'repository' THEN (SELECT repo FROM sessions WHERE sessions.id = events.session_id)
    END,
    session_id, data ->> 'by', at
  FROM events WHERE kind = 'rule.added' ORDER BY seq;

CREATE TABLE rule_uses (
  key TEXT PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
