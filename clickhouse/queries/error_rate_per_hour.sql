-- question: Which share of the prompt calls failed, hour by hour?
-- about: errors
-- speed: milliseconds on any history: reads a rollup
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours, that of to included; not used with from
-- parameter from Moment = '': first hour of the range; '' is hours before to
-- parameter to Moment = '': last hour of the range; '' is the current one
-- parameter zone Zone = UTC: time zone of the hours
-- parameter env String = '': only this environment; '' is all
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toStartOfHour(last_moment, {zone:String}) + toIntervalHour(1) AS range_end,
    if({from:String} = '', range_end - toIntervalHour({hours:UInt16}), toStartOfHour(
        parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS range_start
SELECT toTimeZone(r.hour, {zone:String}) AS hour, sum(r.requests) AS requests, sum(r.errors) AS errors, round(errors / nullIf(requests, 0), 4) AS error_rate
FROM hourly_report AS r
WHERE project_id = {project:String} AND r.hour >= range_start AND r.hour < range_end
    AND ({env:String} = '' OR env = {env:String})
GROUP BY hour
ORDER BY hour WITH FILL FROM range_start TO range_end STEP toIntervalHour(1)
