-- question: Which runs cost the most?
-- about: cost
-- speed: about 60 ms a million events of the time range
-- parameter project String: the project
-- parameter days UInt16 = 1: how many days to look back
-- parameter limit UInt32 = 20: how many rows at most
SELECT run_id, max(user_id) AS user, min(timestamp) AS began, count() AS requests,
    sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) AS cost_usd, countIf(cost_estimate_usd IS NULL) AS unpriced,
    sum(tokens_input) AS tokens_input, sum(tokens_output) AS tokens_output,
    countIf(ifNull(status IN ('error', 'timeout'), 0)) AS errors
FROM events
WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalDay({days:UInt16})
    AND event_type = 'prompt_call'
GROUP BY run_id
ORDER BY cost_usd DESC, requests DESC, run_id
LIMIT {limit:UInt32}
