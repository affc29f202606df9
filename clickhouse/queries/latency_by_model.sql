-- question: How long do calls take, by model and hour?
-- about: latency
-- speed: milliseconds on any history: reads a rollup and its projection by_model, a row for each hour and model
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours, that of to included; not used with from
-- parameter from Moment = '': first hour of the range; '' is hours before to
-- parameter to Moment = '': last hour of the range; '' is the current one
-- parameter zone Zone = UTC: time zone of the hours
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 10000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toStartOfHour(last_moment, {zone:String}) + toIntervalHour(1) AS range_end,
    if({from:String} = '', range_end - toIntervalHour({hours:UInt16}), toStartOfHour(
        parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS range_start
SELECT hour, provider, model, sum(m.requests) AS requests,
    round(ifNotFinite(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles)[1], NULL)) AS latency_ms_p50,
    round(ifNotFinite(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles)[3], NULL)) AS latency_ms_p95,
    round(ifNotFinite(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles)[4], NULL)) AS latency_ms_p99
FROM hourly_metrics AS m
WHERE project_id = {project:String} AND hour >= range_start AND hour < range_end
    AND ({env:String} = '' OR env = {env:String})
GROUP BY hour, provider, model
ORDER BY hour, provider, model
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_model', optimize_use_implicit_projections = 0
