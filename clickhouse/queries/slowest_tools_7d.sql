-- question: Which tools are slow or fail, over the last 7 days?
-- parameter project: the project
SELECT tool_name, count() AS calls, countIf(ifNull(status IN ('error', 'timeout'), 0)) AS errors,
    round(avg(latency_ms)) AS latency_ms_avg, quantileDD(0.01, 0.95)(latency_ms) AS latency_ms_p95
FROM tool_calls
WHERE project_id = {project:String} AND timestamp >= now('UTC') - INTERVAL 7 DAY
GROUP BY tool_name
ORDER BY latency_ms_p95 DESC NULLS LAST, tool_name
