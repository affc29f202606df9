-- question: Which models have no price, and how many calls and tokens are missing in the sums?
-- about: cost
-- speed: milliseconds on any history: reads a rollup
-- parameter project String: the project
-- parameter days UInt16 = 30: how many days to look back
SELECT provider, model, sum(r.unpriced) AS unpriced, sum(r.requests) AS requests,
    sum(r.tokens_input) AS tokens_input, sum(r.tokens_output) AS tokens_output, minIf(hour, r.unpriced > 0) AS first_hour,
    maxIf(hour, r.unpriced > 0) AS last_hour
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour > now64(3, 'UTC') - toIntervalDay({days:UInt16}) - toIntervalHour(1)
GROUP BY provider, model
HAVING unpriced > 0
ORDER BY unpriced DESC, provider, model
