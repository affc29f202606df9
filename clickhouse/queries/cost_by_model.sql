-- question: What did each model cost, and how much of it is not priced?
-- about: cost
-- speed: milliseconds on any history: reads a rollup
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 1000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toDateTime64(toDate32(last_moment), 3, 'UTC') + toIntervalDay(1) AS range_end,
    range_end - toIntervalDay({days:UInt16}) AS range_start
SELECT provider, model, sum(r.requests) AS requests, sum(r.cost_usd) AS cost_usd, sum(r.unpriced) AS unpriced,
    sum(r.tokens_input) AS tokens_input, sum(r.tokens_output) AS tokens_output
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour >= range_start AND hour < range_end
    AND ({env:String} = '' OR env = {env:String})
GROUP BY provider, model
ORDER BY cost_usd DESC, requests DESC, provider, model
LIMIT {limit:UInt32}
