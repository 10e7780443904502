-- The learning loop: who may curate, which model is in use, runs, passages to judge, and what happened.

ALTER TABLE api_key ADD COLUMN curator BOOLEAN NOT NULL DEFAULT FALSE;

-- The run that trained the model of a job; empty where none did.
ALTER TABLE job ADD COLUMN model_run VARCHAR(64) NOT NULL DEFAULT '';

-- One row, locked by whoever changes aliases or adds to the audit, so that of two one waits.
CREATE TABLE learning_lock (name VARCHAR(20) PRIMARY KEY);
INSERT INTO learning_lock (name) VALUES ('learning');

-- live, candidate, previous. Without a row of live the first model of the catalogue is in use.
CREATE TABLE learning_alias (
  alias  VARCHAR(20)  PRIMARY KEY,
  model  VARCHAR(200) NOT NULL,
  sha256 VARCHAR(64)  NOT NULL,
  run    VARCHAR(64)  NOT NULL
);

CREATE TABLE learning_run (
  id           VARCHAR(26)   PRIMARY KEY,
  state        VARCHAR(12)   NOT NULL,
  until_stage  VARCHAR(12)   NOT NULL,
  minutes      DOUBLE PRECISION,
  who          VARCHAR(80)   NOT NULL,
  -- Which server works on it: set anew by whoever takes it over.
  worker       VARCHAR(26),
  stopping     BOOLEAN       NOT NULL DEFAULT FALSE,
  paused       BOOLEAN       NOT NULL DEFAULT FALSE,
  created      BIGINT        NOT NULL,
  ended        BIGINT,
  data_number  INTEGER,
  run          VARCHAR(64),
  model        VARCHAR(200),
  model_sha256 VARCHAR(64),
  base         VARCHAR(200),
  base_sha256  VARCHAR(64),
  report       TEXT,
  message      VARCHAR(2000)
);
CREATE INDEX learning_run_by_time ON learning_run (created);

-- Rows are only ever added; each holds the hash of the one before.
CREATE TABLE learning_audit (
  number   BIGINT       PRIMARY KEY,
  happened BIGINT       NOT NULL,
  who      VARCHAR(80)  NOT NULL,
  kind     VARCHAR(20)  NOT NULL,
  event    VARCHAR(200) NOT NULL UNIQUE,
  details  TEXT         NOT NULL,
  previous VARCHAR(64)  NOT NULL,
  sha256   VARCHAR(64)  NOT NULL
);

CREATE TABLE learning_data (
  number    INTEGER     PRIMARY KEY,
  sha256    VARCHAR(64) NOT NULL,
  collected BIGINT      NOT NULL,
  summary   TEXT        NOT NULL
);

CREATE TABLE learning_song (
  data_number INTEGER     NOT NULL REFERENCES learning_data (number),
  sha256      VARCHAR(64) NOT NULL,
  revoked     BOOLEAN     NOT NULL DEFAULT FALSE,
  PRIMARY KEY (data_number, sha256)
);
CREATE INDEX learning_song_by_hash ON learning_song (sha256);

CREATE TABLE learning_passage (
  id              VARCHAR(26)      PRIMARY KEY,
  song_sha256     VARCHAR(64)      NOT NULL,
  start_seconds   DOUBLE PRECISION NOT NULL,
  end_seconds     DOUBLE PRECISION NOT NULL,
  disagreement_db DOUBLE PRECISION NOT NULL,
  voiced          DOUBLE PRECISION NOT NULL,
  weight          INTEGER          NOT NULL
);
CREATE INDEX learning_passage_by_weight ON learning_passage (weight, disagreement_db);

CREATE TABLE learning_decision (
  passage VARCHAR(26) NOT NULL REFERENCES learning_passage (id) ON DELETE CASCADE,
  curator VARCHAR(80) NOT NULL,
  content TEXT        NOT NULL,
  decided BIGINT      NOT NULL,
  PRIMARY KEY (passage, curator)
);

CREATE TABLE corrected_stem (
  job     VARCHAR(26)  NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  stem    VARCHAR(20)  NOT NULL,
  licence VARCHAR(200) NOT NULL,
  bytes   BIGINT       NOT NULL,
  created BIGINT       NOT NULL,
  PRIMARY KEY (job, stem)
);

CREATE TABLE scheduled_learning (
  task_name            VARCHAR(100) NOT NULL,
  task_instance        VARCHAR(100) NOT NULL,
  task_data            BYTEA,
  execution_time       TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  picked               BOOLEAN      NOT NULL,
  picked_by            VARCHAR(50),
  last_success         TIMESTAMP(6) WITH TIME ZONE,
  last_failure         TIMESTAMP(6) WITH TIME ZONE,
  consecutive_failures INTEGER,
  last_heartbeat       TIMESTAMP(6) WITH TIME ZONE,
  version              BIGINT       NOT NULL,
  priority             SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);
