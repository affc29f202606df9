-- question: Which runs cost the most?
-- about: cost
-- speed: about 10 ms a million events of the time range: reads the projection by_run, a row for each day, run and user
-- parameter project String: the project
-- parameter days UInt16 = 2: how many UTC days, that of to included; not used with from
-- parameter from Moment = '': first day of the range, UTC; '' is days before to
-- parameter to Moment = '': last day of the range, UTC; '' is today
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 20: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, 'UTC')),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, 'UTC') AS last_moment,
    toDate32(last_moment, 'UTC') + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, 'UTC'), 'UTC')) AS start_day
SELECT run_id, maxIf(user_id, event_type = 'prompt_call') AS user, minIf(timestamp, event_type = 'prompt_call') AS began,
    countIf(event_type = 'prompt_call') AS requests,
    sumIf(toDecimal128(ifNull(cost_estimate_usd, 0), 9), event_type = 'prompt_call') AS cost_usd,
    countIf(event_type = 'prompt_call' AND cost_estimate_usd IS NULL) AS unpriced,
    sumIf(tokens_input, event_type = 'prompt_call') AS tokens_input,
    sumIf(tokens_output, event_type = 'prompt_call') AS tokens_output,
    countIf(event_type = 'prompt_call' AND ifNull(status IN ('error', 'timeout'), 0)) AS errors
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) >= start_day AND toDate(timestamp) < end_day
    AND ({env:String} = '' OR env = {env:String})
GROUP BY run_id
HAVING requests > 0
ORDER BY cost_usd DESC, requests DESC, run_id
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_run', optimize_use_implicit_projections = 0
