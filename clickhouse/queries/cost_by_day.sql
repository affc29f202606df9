-- question: What did each day cost, and what came together since the first of them?
-- about: cost
-- speed: milliseconds on any history: reads a rollup
-- note: Begins with the first day that has calls.
-- parameter project String: the project
-- parameter days UInt16 = 30: how many UTC days, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toDateTime64(toDate32(last_moment), 3, 'UTC') + toIntervalDay(1) AS range_end,
    range_end - toIntervalDay({days:UInt16}) AS range_start
SELECT day, sum(r.total_requests) AS requests, sum(r.cost_usd) AS cost_usd,
    sum(cost_usd) OVER (ORDER BY day) AS cumulative_cost_usd, sum(r.unpriced) AS unpriced,
    sum(r.tokens_input) AS tokens_input, sum(r.tokens_output) AS tokens_output
FROM daily_report AS r
WHERE project_id = {project:String} AND day >= toDate32(range_start) AND day < toDate32(range_end)
    AND ({env:String} = '' OR env = {env:String})
GROUP BY day
ORDER BY day WITH FILL TO toDate(range_end) INTERPOLATE (cumulative_cost_usd)
