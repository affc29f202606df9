-- question: What did the calls with each tag cost?
-- about: cost
-- speed: grows with the events of the time range: reads each of them
-- note: A call with several tags is in the line of each, so that the lines may add up to more than was paid. A call without tags is in the line without one.
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
SELECT arrayJoin(if(empty(tags), [''], tags)) AS tag, count() AS requests, uniqExact(run_id) AS runs,
    sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) AS cost_usd, countIf(cost_estimate_usd IS NULL) AS unpriced,
    ifNull(sum(tokens_input), 0) AS tokens_input, ifNull(sum(tokens_output), 0) AS tokens_output
FROM events
WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
    AND ({env:String} = '' OR env = {env:String})
    AND event_type = 'prompt_call'
GROUP BY tag
ORDER BY cost_usd DESC, requests DESC, tag
LIMIT {limit:UInt32}
SETTINGS optimize_use_projections = 0
