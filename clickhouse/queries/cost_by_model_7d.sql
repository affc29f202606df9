-- question: What did each model cost over the last 7 days, and how much of it is not priced?
-- parameter project: the project
SELECT provider, model, sum(r.requests) AS requests, sum(r.cost_usd) AS cost_usd, sum(r.unpriced) AS unpriced,
    sum(r.tokens_input) AS tokens_input, sum(r.tokens_output) AS tokens_output
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour >= toStartOfHour(now('UTC') - INTERVAL 7 DAY)
GROUP BY provider, model
ORDER BY cost_usd DESC, requests DESC
