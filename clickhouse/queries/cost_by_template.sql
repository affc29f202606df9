-- question: What does each prompt template cost, and what a call of it?
-- about: cost
-- speed: milliseconds on most histories: reads the projection by_version, a row for each day and template and version of a model
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, today included; days are those of UTC
SELECT ifNull(prompt_template_id, '') AS template, count() AS requests,
    sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) AS cost_usd, countIf(cost_estimate_usd IS NULL) AS unpriced,
    if(requests = unpriced, NULL, cost_usd / (requests - unpriced)) AS cost_per_call_usd,
    round(avg(tokens_input)) AS tokens_input_avg, round(avg(tokens_output)) AS tokens_output_avg
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) > toDate32(now64(3, 'UTC') - toIntervalDay({days:UInt16}))
    AND event_type = 'prompt_call'
GROUP BY template
ORDER BY cost_usd DESC, requests DESC, template
SETTINGS preferred_optimize_projection_name = 'by_version', optimize_use_implicit_projections = 0
