-- question: What does each prompt template cost, and what a call of it?
-- about: cost
-- speed: milliseconds on most histories: reads the projection by_version, a row for each day and template and version of a model
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 1000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toDateTime64(toDate32(last_moment), 3, 'UTC') + toIntervalDay(1) AS range_end,
    range_end - toIntervalDay({days:UInt16}) AS range_start
SELECT ifNull(prompt_template_id, '') AS template, count() AS requests,
    sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) AS cost_usd, countIf(cost_estimate_usd IS NULL) AS unpriced,
    if(requests = unpriced, NULL, cost_usd / (requests - unpriced)) AS cost_per_call_usd,
    round(avg(tokens_input)) AS tokens_input_avg, round(avg(tokens_output)) AS tokens_output_avg
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) >= toDate32(range_start)
    AND toDate(timestamp) < toDate32(range_end)
    AND ({env:String} = '' OR env = {env:String})
    AND event_type = 'prompt_call'
GROUP BY template
ORDER BY cost_usd DESC, requests DESC, template
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_version', optimize_use_implicit_projections = 0
