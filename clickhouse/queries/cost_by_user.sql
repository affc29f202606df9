-- question: Which users cost the most?
-- about: cost
-- speed: milliseconds on most histories: reads the projection by_user, a row for each day and user
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, today included; days are those of UTC
-- parameter limit UInt32 = 50: how many rows at most
SELECT ifNull(user_id, '') AS user, count() AS requests, uniq(run_id) AS runs,
    sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) AS cost_usd, countIf(cost_estimate_usd IS NULL) AS unpriced,
    sum(tokens_input) AS tokens_input, sum(tokens_output) AS tokens_output
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) > toDate32(now64(3, 'UTC') - toIntervalDay({days:UInt16}))
    AND event_type = 'prompt_call'
GROUP BY user
ORDER BY cost_usd DESC, requests DESC, user
LIMIT {limit:UInt32}
