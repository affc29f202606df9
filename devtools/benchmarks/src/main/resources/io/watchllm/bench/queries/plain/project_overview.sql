SELECT project_id, countIf(event_type NOT IN ('cost_threshold_exceeded', 'performance_alert')) AS total_events,
    countIf(event_type IN ('cost_threshold_exceeded', 'performance_alert')) AS alerts, countIf(event_type = 'prompt_call') AS prompt_calls,
    countIf(event_type = 'error' OR status IN ('error', 'timeout')) AS total_errors,
    countIf(status = 'success') AS successful_events,
    countIf(event_type = 'prompt_call' AND cost_estimate_usd IS NULL) AS unpriced,
    sumIf(cost_estimate_usd, event_type = 'prompt_call') AS total_cost_usd,
    round(avgIf(latency_ms, event_type = 'prompt_call')) AS latency_ms_avg,
    round(quantileIf(0.5)(latency_ms, event_type = 'prompt_call')) AS latency_ms_p50,
    round(quantileIf(0.95)(latency_ms, event_type = 'prompt_call')) AS latency_ms_p95,
    round(quantileIf(0.99)(latency_ms, event_type = 'prompt_call')) AS latency_ms_p99,
    min(timestamp) AS first_event_time, max(timestamp) AS last_event_time
FROM events
GROUP BY project_id
ORDER BY total_events DESC, project_id
