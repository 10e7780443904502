-- Hash of the request that an idempotency key came with: another request with the same key is refused. The keys of
-- earlier requests are forgotten, because nobody knows what they came with; their jobs stay.
ALTER TABLE job ADD COLUMN idempotency_sha256 VARCHAR(64);
UPDATE job SET idempotency_key = NULL;

-- When a running job will be done, by the speed of its own run; missing until that is known.
ALTER TABLE job ADD COLUMN due BIGINT;
