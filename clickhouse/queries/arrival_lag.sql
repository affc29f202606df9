-- question: How long after it happened does an event arrive, hour by hour of its arrival?
-- about: latency
-- speed: about 50 ms a million events of the time range
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours to look back
SELECT toStartOfHour(ingested_at) AS hour, count() AS events,
    round(quantile(0.5)(dateDiff('millisecond', timestamp, ingested_at))) AS lag_ms_p50,
    round(quantile(0.99)(dateDiff('millisecond', timestamp, ingested_at))) AS lag_ms_p99,
    max(dateDiff('millisecond', timestamp, ingested_at)) AS lag_ms_max
FROM events
WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalHour({hours:UInt16})
GROUP BY hour
ORDER BY hour
SETTINGS optimize_use_projections = 0
