-- question: How did each day go: calls, failures, tokens, cost, latency, users?
-- about: counts
-- speed: milliseconds on any history: reads a rollup
-- parameter project String: the project
-- parameter days UInt16 = 30: how many UTC days, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 10000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toDateTime64(toDate32(last_moment), 3, 'UTC') + toIntervalDay(1) AS range_end,
    range_end - toIntervalDay({days:UInt16}) AS range_start
SELECT day, env, total_requests, failed_requests, round(r.error_rate, 4) AS error_rate, tokens_input, tokens_output,
    cost_usd, unpriced, round(r.latency_ms_p50) AS latency_ms_p50, round(r.latency_ms_p95) AS latency_ms_p95, users, runs
FROM daily_report AS r
WHERE project_id = {project:String} AND day >= toDate32(range_start) AND day < toDate32(range_end)
    AND ({env:String} = '' OR env = {env:String})
ORDER BY day, env
LIMIT {limit:UInt32}
