-- question: What did each model cost in a range, and in the range of the same length before it?
-- about: cost
-- speed: milliseconds on any history: reads a rollup
-- note: With days=7 and to=2026-11-29, Monday 23 to Sunday 29 against Monday 16 to Sunday 22.
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, that of to included; not used with from
-- parameter from Moment = '': first day of the range; '' is days before to
-- parameter to Moment = '': last day of the range; '' is today
-- parameter zone Zone = UTC: time zone of the days
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 1000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toDate32(last_moment, {zone:String}) + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS start_day,
    toDateTime64(start_day, 3, {zone:String}) AS range_start, toDateTime64(end_day, 3, {zone:String}) AS range_end
SELECT provider, model, sumIf(r.requests, hour >= range_start) AS requests, sumIf(r.requests, hour < range_start) AS requests_before,
    sumIf(r.cost_usd, hour >= range_start) AS cost_usd, sumIf(r.cost_usd, hour < range_start) AS cost_usd_before,
    cost_usd - cost_usd_before AS change_usd, sumIf(r.unpriced, hour >= range_start) AS unpriced,
    sumIf(r.unpriced, hour < range_start) AS unpriced_before
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour >= toDateTime64(start_day - dateDiff('day', start_day, end_day), 3, {zone:String}) AND hour < range_end
    AND ({env:String} = '' OR env = {env:String})
GROUP BY provider, model
ORDER BY abs(change_usd) DESC, requests DESC, provider, model
LIMIT {limit:UInt32}
