-- question: Which tools are slow or fail?
-- about: latency
-- speed: milliseconds on most histories: reads the projection by_tool, a row for each day and tool
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, today included; days are those of UTC
SELECT tool_name, count() AS calls, countIf(ifNull(status IN ('error', 'timeout'), 0)) AS errors,
    round(avg(latency_ms)) AS latency_ms_avg, round(quantileDD(0.01, 0.95)(latency_ms)) AS latency_ms_p95,
    max(latency_ms) AS latency_ms_max
FROM tool_calls
WHERE project_id = {project:String} AND toDate(timestamp) > toDate32(now64(3, 'UTC') - toIntervalDay({days:UInt16}))
GROUP BY tool_name
ORDER BY latency_ms_p95 DESC NULLS LAST, tool_name
SETTINGS preferred_optimize_projection_name = 'by_tool', optimize_use_implicit_projections = 0
