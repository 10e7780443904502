-- The first tables; the same on H2 and PostgreSQL. Times are milliseconds since 1970 in UTC, except in
-- scheduled_tasks, whose form is db-scheduler's.

CREATE TABLE job (
  id              VARCHAR(26)   PRIMARY KEY,
  state           VARCHAR(10)   NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  owner           VARCHAR(80)   NOT NULL,
  name            VARCHAR(200)  NOT NULL,
  created         BIGINT        NOT NULL,
  started         BIGINT,
  ended           BIGINT,
  progress        DOUBLE PRECISION NOT NULL DEFAULT 0,
  -- Who runs it: set anew by whoever takes it over, so that the former cannot end it any more.
  run             VARCHAR(26),
  attempts        INTEGER       NOT NULL DEFAULT 0,
  options         VARCHAR(4000) NOT NULL,
  model_name      VARCHAR(100)  NOT NULL,
  model_version   VARCHAR(100)  NOT NULL,
  input_bytes     BIGINT        NOT NULL,
  input_sha256    VARCHAR(64)   NOT NULL,
  -- Hash of what decides a result: song, model and options.
  recipe          VARCHAR(64)   NOT NULL,
  reused          BOOLEAN       NOT NULL DEFAULT FALSE,
  result_folder   VARCHAR(80),
  result          TEXT,
  result_bytes    BIGINT        NOT NULL DEFAULT 0,
  failure_kind    VARCHAR(20),
  failure_reason  VARCHAR(1000),
  idempotency_key VARCHAR(64),
  UNIQUE (owner, idempotency_key)
);
CREATE INDEX job_by_owner ON job (owner, created);
CREATE INDEX job_by_state ON job (state, created);
CREATE INDEX job_by_recipe ON job (recipe, state);
CREATE INDEX job_by_folder ON job (result_folder);

CREATE TABLE upload (
  id       VARCHAR(26)  PRIMARY KEY,
  owner    VARCHAR(80)  NOT NULL,
  name     VARCHAR(200) NOT NULL,
  length   BIGINT       NOT NULL,
  position BIGINT       NOT NULL DEFAULT 0,
  created  BIGINT       NOT NULL,
  expires  BIGINT       NOT NULL
);
CREATE INDEX upload_by_owner ON upload (owner);

CREATE TABLE feedback (
  job           VARCHAR(26)  PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
  owner         VARCHAR(80)  NOT NULL,
  model_name    VARCHAR(100) NOT NULL,
  model_version VARCHAR(100) NOT NULL,
  audio_sha256  VARCHAR(64)  NOT NULL,
  consent       BOOLEAN      NOT NULL,
  content       TEXT         NOT NULL,
  created       BIGINT       NOT NULL,
  updated       BIGINT       NOT NULL
);
CREATE INDEX feedback_by_audio ON feedback (audio_sha256, consent);

CREATE TABLE api_key (
  id      VARCHAR(26)  PRIMARY KEY,
  name    VARCHAR(100) NOT NULL,
  sha256  VARCHAR(64)  NOT NULL,
  created BIGINT       NOT NULL,
  revoked BIGINT
);

-- One row each: secrets that all servers share.
CREATE TABLE secret (
  name   VARCHAR(40)  PRIMARY KEY,
  secret VARCHAR(100) NOT NULL
);

CREATE TABLE scheduled_tasks (
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
CREATE INDEX scheduled_by_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_by_heartbeat ON scheduled_tasks (last_heartbeat);
