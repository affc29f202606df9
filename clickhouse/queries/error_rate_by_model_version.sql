-- question: Did a new version of a model make calls fail more often, or slower?
-- about: errors
-- speed: milliseconds on most histories: reads the projection by_version, a row for each day and template and version of a model
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, today included; days are those of UTC
SELECT provider, model, model_version, min(timestamp) AS first_call, max(timestamp) AS last_call, count() AS requests,
    countIf(ifNull(status IN ('error', 'timeout'), 0)) AS errors, round(errors / requests, 4) AS error_rate,
    round(avg(latency_ms)) AS latency_ms_avg
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) > toDate32(now64(3, 'UTC') - toIntervalDay({days:UInt16}))
    AND event_type = 'prompt_call'
GROUP BY provider, model, model_version
ORDER BY model, provider, first_call, model_version
SETTINGS preferred_optimize_projection_name = 'by_version', optimize_use_implicit_projections = 0
