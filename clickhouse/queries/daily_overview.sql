-- question: How did each day go: calls, failures, tokens, cost, latency, users?
-- about: counts
-- speed: milliseconds on any history: reads a rollup
-- parameter project String: the project
-- parameter days UInt16 = 30: how many UTC days, that of to included; not used with from
-- parameter from Moment = '': first day of the range, UTC; '' is days before to
-- parameter to Moment = '': last day of the range, UTC; '' is today
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 10000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, 'UTC')),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, 'UTC') AS last_moment,
    toDate32(last_moment, 'UTC') + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, 'UTC'), 'UTC')) AS start_day
SELECT day, env, total_requests, failed_requests, round(r.error_rate, 4) AS error_rate, tokens_input, tokens_output,
    cost_usd, unpriced, round(r.latency_ms_p50) AS latency_ms_p50, round(r.latency_ms_p95) AS latency_ms_p95, users, runs
FROM daily_report AS r
WHERE project_id = {project:String} AND day >= start_day AND day < end_day
    AND ({env:String} = '' OR env = {env:String})
ORDER BY day, env
LIMIT {limit:UInt32}
