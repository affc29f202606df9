-- question: What did each day cost, and what came together since the first of them?
-- about: cost
-- speed: milliseconds on any history: reads a rollup
-- note: Begins with the first day that has calls.
-- parameter project String: the project
-- parameter days UInt16 = 30: how many days, that of to included; not used with from
-- parameter from Moment = '': first day of the range; '' is days before to
-- parameter to Moment = '': last day of the range; '' is today
-- parameter zone Zone = UTC: time zone of the days
-- parameter env String = '': only this environment; '' is all
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toDate32(last_moment, {zone:String}) + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS start_day,
    toDateTime64(start_day, 3, {zone:String}) AS range_start, toDateTime64(end_day, 3, {zone:String}) AS range_end
SELECT toDate(r.hour, {zone:String}) AS day, sum(r.requests) AS requests, sum(r.cost_usd) AS cost_usd,
    sum(cost_usd) OVER (ORDER BY day) AS cumulative_cost_usd, sum(r.unpriced) AS unpriced,
    sum(r.tokens_input) AS tokens_input, sum(r.tokens_output) AS tokens_output
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour >= range_start AND hour < range_end
    AND ({env:String} = '' OR env = {env:String})
GROUP BY day
ORDER BY day WITH FILL TO toDate(end_day) INTERPOLATE (cumulative_cost_usd)
