SELECT toDate(hour) AS day, sum(r.requests) AS requests, sum(r.cost_usd) AS cost_usd,
    sum(cost_usd) OVER (ORDER BY day) AS cumulative_cost_usd, sum(r.unpriced) AS unpriced,
    sum(r.tokens_input) AS tokens_input, sum(r.tokens_output) AS tokens_output
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour >= toStartOfDay(now64(3, 'UTC') - toIntervalDay({days:UInt16})) + toIntervalDay(1)
GROUP BY day
ORDER BY day WITH FILL TO toDate(now64(3, 'UTC')) + 1 INTERPOLATE (cumulative_cost_usd)
