-- Records that left Kafka before they were read, and that an operator has given up with accept-loss: of the sinks, which read this
-- ledger before they go on, and of the processors. Rows are only ever added; two of them may overlap.
CREATE TABLE IF NOT EXISTS {{database}}.accepted_losses
(
    consumer_group LowCardinality(String) COMMENT 'Group that goes on without the records: of a sink table, or the application id of the processors.' CODEC(ZSTD(1)),
    topic LowCardinality(String) COMMENT 'Topic of the records.' CODEC(ZSTD(1)),
    topic_id String COMMENT 'Id of that topic: one that is created again has another.' CODEC(ZSTD(1)),
    source_partition Int32 COMMENT 'Partition of the records.' CODEC(ZSTD(1)),
    first_offset Int64 COMMENT 'First offset that was given up: what the group would have read next.' CODEC(ZSTD(1)),
    next_offset Int64 COMMENT 'The offset behind the last one: where the log began. Markers of transactions between them were no records.' CODEC(ZSTD(1)),
    accepted_at DateTime64(3, 'UTC') COMMENT 'When it was given up.' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PRIMARY KEY (consumer_group, topic_id, source_partition)
ORDER BY (consumer_group, topic_id, source_partition, first_offset, next_offset)
SETTINGS index_granularity = 8192
COMMENT 'Ranges of offsets that left Kafka before they were read, each accepted by an operator and kept for ever. watchllm reconcile closes with them said.';
