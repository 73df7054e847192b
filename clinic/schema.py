"""The tables. Each version of a resource is one row, never changed but for the mark that a newer one came."""

VERSION = 1

SCHEMA = """
CREATE TABLE version (
  seq         INTEGER PRIMARY KEY,    -- the order of writing
  type        TEXT NOT NULL,
  id          TEXT NOT NULL,
  number      INTEGER NOT NULL,       -- meta.versionId
  updated     INTEGER NOT NULL UNIQUE,-- meta.lastUpdated in milliseconds, rising with seq
  superseded  INTEGER,                -- the seq of the version that followed
  patient     TEXT,                   -- whose it is; NULL for what is everybody's
  status      TEXT,
  url         TEXT,
  url_version TEXT,
  happens     INTEGER,                -- authored or start, in milliseconds
  body        TEXT NOT NULL,
  UNIQUE (type, id, number)
);
CREATE INDEX version_of_patient ON version (type, patient, superseded);
CREATE TABLE identifier (
  seq    INTEGER NOT NULL REFERENCES version (seq),
  system TEXT NOT NULL,
  value  TEXT NOT NULL
);
CREATE INDEX identifier_value ON identifier (value, system);
CREATE INDEX identifier_seq ON identifier (seq);
CREATE TABLE token (
  hash    TEXT PRIMARY KEY,           -- SHA-256 of the bearer token; the token itself is never kept
  patient TEXT NOT NULL
);
CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
);
"""
