-- question: What came in for each project since its first event?
-- about: counts
-- speed: milliseconds on any history: reads a rollup
-- parameter limit UInt32 = 10000: how many rows at most
SELECT project_id, total_events, alerts, prompt_calls, total_errors, successful_events, unpriced, total_cost_usd,
    round(s.latency_ms_avg) AS latency_ms_avg, round(s.latency_ms_p50) AS latency_ms_p50,
    round(s.latency_ms_p95) AS latency_ms_p95, round(s.latency_ms_p99) AS latency_ms_p99, first_event_time, last_event_time
FROM project_summary AS s
ORDER BY total_events DESC, project_id
LIMIT {limit:UInt32}
