-- The rollup as it is often begun: one row for each hour and block, sums, and averages that nothing can add up again.
CREATE TABLE IF NOT EXISTS {{database}}.hourly_report
(
    project_id String, hour DateTime('UTC'), env Nullable(String), provider Nullable(String), model Nullable(String),
    requests Nullable(Int64), errors Nullable(Int64), unpriced Nullable(Int64), tokens_input Nullable(Int64),
    tokens_output Nullable(Int64), tokens_cache_read Nullable(Int64), tokens_cache_write Nullable(Int64),
    tokens_reasoning Nullable(Int64), cost_usd Nullable(Decimal(38, 9)), latency_ms_avg Nullable(Float64),
    ttft_ms_avg Nullable(Float64)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (project_id, hour)
