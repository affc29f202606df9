-- question: What does each prompt template cost, and what a call of it?
-- about: cost
-- speed: milliseconds on most histories: reads the projection by_version, a row for each day and template and version of a model
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of to included; not used with from
-- parameter from Moment = '': first day of the range, UTC; '' is days before to
-- parameter to Moment = '': last day of the range, UTC; '' is today
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 1000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, 'UTC')),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, 'UTC') AS last_moment,
    toDate32(last_moment, 'UTC') + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, 'UTC'), 'UTC')) AS start_day
SELECT ifNull(prompt_template_id, '') AS template, count() AS requests,
    sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) AS cost_usd, countIf(cost_estimate_usd IS NULL) AS unpriced,
    if(requests = unpriced, NULL, cost_usd / (requests - unpriced)) AS cost_per_call_usd,
    round(avg(tokens_input)) AS tokens_input_avg, round(avg(tokens_output)) AS tokens_output_avg
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) >= start_day AND toDate(timestamp) < end_day
    AND ({env:String} = '' OR env = {env:String})
    AND event_type = 'prompt_call'
GROUP BY template
ORDER BY cost_usd DESC, requests DESC, template
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_version', optimize_use_implicit_projections = 0
