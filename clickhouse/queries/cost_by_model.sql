-- question: What did each model cost, and how much of it is not priced?
-- about: cost
-- speed: milliseconds on any history: reads a rollup
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days to look back
SELECT provider, model, sum(r.requests) AS requests, sum(r.cost_usd) AS cost_usd, sum(r.unpriced) AS unpriced,
    sum(r.tokens_input) AS tokens_input, sum(r.tokens_output) AS tokens_output
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour > now64(3, 'UTC') - toIntervalDay({days:UInt16}) - toIntervalHour(1)
GROUP BY provider, model
ORDER BY cost_usd DESC, requests DESC, provider, model
