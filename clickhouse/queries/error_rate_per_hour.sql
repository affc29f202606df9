-- question: Which share of the prompt calls failed, hour by hour?
-- about: errors
-- speed: milliseconds on any history: reads a rollup
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toStartOfHour(last_moment, 'UTC') + toIntervalHour(1) AS range_end,
    range_end - toIntervalHour({hours:UInt16}) AS range_start
SELECT hour, sum(r.requests) AS requests, sum(r.errors) AS errors, round(errors / nullIf(requests, 0), 4) AS error_rate
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour >= range_start AND hour < range_end
    AND ({env:String} = '' OR env = {env:String})
GROUP BY hour
ORDER BY hour WITH FILL FROM range_start TO range_end STEP toIntervalHour(1)
