-- Links by which people without a key see one job: of each the SHA-256 of its token, one for a job. Removing the row revokes it.
CREATE TABLE share_link (
  job     VARCHAR(26) PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
  sha256  VARCHAR(64) NOT NULL,
  created BIGINT      NOT NULL
);
