-- question: Which share of the prompt calls failed, hour by hour, over the last 24 hours?
-- parameter project: the project
SELECT hour, sum(r.requests) AS requests, sum(r.errors) AS errors, errors / requests AS error_rate
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour >= toStartOfHour(now('UTC') - INTERVAL 24 HOUR)
GROUP BY hour
ORDER BY hour
