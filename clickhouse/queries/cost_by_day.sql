-- question: What did each day cost, and what has come together since the first of them?
-- about: cost
-- speed: milliseconds on any history: reads a rollup
-- parameter project String: the project
-- parameter days UInt16 = 30: how many days to look back
SELECT day, sum(r.total_requests) AS requests, sum(r.cost_usd) AS cost_usd,
    sum(cost_usd) OVER (ORDER BY day) AS cost_so_far_usd, sum(r.unpriced) AS unpriced,
    sum(r.tokens_input) AS tokens_input, sum(r.tokens_output) AS tokens_output
FROM daily_report AS r
WHERE project_id = {project:String} AND day > toDate32(now64(3, 'UTC') - toIntervalDay({days:UInt16}))
GROUP BY day
ORDER BY day
