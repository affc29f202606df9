-- question: Which models have no price, and how many calls and tokens are missing in the sums?
-- about: cost
-- speed: milliseconds on most histories: reads the projection by_version, a row for each day and template and version of a model
-- note: Tokens and times are those of the unpriced calls alone; requests are all calls of the model.
-- parameter project String: the project
-- parameter days UInt16 = 30: how many UTC days, that of to included; not used with from
-- parameter from Moment = '': first day of the range, UTC; '' is days before to
-- parameter to Moment = '': last day of the range, UTC; '' is today
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 1000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, 'UTC')),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, 'UTC') AS last_moment,
    toDate32(last_moment, 'UTC') + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, 'UTC'), 'UTC')) AS start_day
SELECT provider, model, countIf(cost_estimate_usd IS NULL) AS unpriced, count() AS requests,
    ifNull(sumIf(tokens_input, cost_estimate_usd IS NULL), 0) AS tokens_input_unpriced,
    ifNull(sumIf(tokens_output, cost_estimate_usd IS NULL), 0) AS tokens_output_unpriced,
    minIf(timestamp, cost_estimate_usd IS NULL) AS first_call, maxIf(timestamp, cost_estimate_usd IS NULL) AS last_call
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) >= start_day AND toDate(timestamp) < end_day
    AND ({env:String} = '' OR env = {env:String})
    AND event_type = 'prompt_call'
GROUP BY provider, model
HAVING unpriced > 0
ORDER BY unpriced DESC, provider, model
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_version', optimize_use_implicit_projections = 0,
    optimize_functions_to_subcolumns = 0
