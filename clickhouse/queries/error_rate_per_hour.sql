-- question: Which share of the prompt calls failed, hour by hour?
-- about: errors
-- speed: milliseconds on any history: reads a rollup
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours to look back
SELECT hour, sum(r.requests) AS requests, sum(r.errors) AS errors, round(errors / requests, 4) AS error_rate
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour > now64(3, 'UTC') - toIntervalHour({hours:UInt16}) - toIntervalHour(1)
GROUP BY hour
ORDER BY hour
