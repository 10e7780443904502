-- Housekeeping and taken-over jobs wait for no song: each has a db-scheduler, and so a table, of its own.

CREATE TABLE scheduled_housekeeping (
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

CREATE TABLE scheduled_takeovers (
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
CREATE INDEX takeovers_by_time ON scheduled_takeovers (execution_time);

DELETE FROM scheduled_tasks WHERE task_name IN ('sweep', 'housekeeping');

-- The model's hash goes with the job and with what is said of it; empty where it is not known.
ALTER TABLE job ADD COLUMN model_sha256 VARCHAR(64) NOT NULL DEFAULT '';
ALTER TABLE feedback ADD COLUMN model_sha256 VARCHAR(64) NOT NULL DEFAULT '';
