-- question: How long do calls take, by model and hour?
-- about: latency
-- speed: milliseconds on any history: reads a rollup and its projection by_model, a row for each hour and model
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours to look back
SELECT hour, provider, model, sum(m.requests) AS requests,
    round(ifNotFinite(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles)[1], NULL)) AS latency_ms_p50,
    round(ifNotFinite(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles)[3], NULL)) AS latency_ms_p95,
    round(ifNotFinite(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles)[4], NULL)) AS latency_ms_p99
FROM hourly_metrics AS m
WHERE project_id = {project:String} AND hour > now64(3, 'UTC') - toIntervalHour({hours:UInt16}) - toIntervalHour(1)
GROUP BY hour, provider, model
ORDER BY hour, provider, model
SETTINGS preferred_optimize_projection_name = 'by_model', optimize_use_implicit_projections = 0
