-- question: Which users cost the most?
-- about: cost
-- speed: about 60 ms a million events of the time range
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days to look back
-- parameter limit UInt32 = 50: how many rows at most
SELECT ifNull(user_id, '') AS user, count() AS requests, uniq(run_id) AS runs,
    sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) AS cost_usd, countIf(cost_estimate_usd IS NULL) AS unpriced,
    sum(tokens_input) AS tokens_input, sum(tokens_output) AS tokens_output
FROM events
WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalDay({days:UInt16})
    AND event_type = 'prompt_call'
GROUP BY user
ORDER BY cost_usd DESC, requests DESC, user
LIMIT {limit:UInt32}
