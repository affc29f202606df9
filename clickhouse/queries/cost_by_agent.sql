-- question: What do agents cost?
-- about: cost
-- speed: about 10 ms a million events of the time range: reads the projection by_run, a row for each day, run and user
-- note: A prompt call names no agent: the cost of a run is that of the agents in it, and several of them share a line. Runs of which no call is priced are not in cost_per_run_usd.
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of to included; not used with from
-- parameter from Moment = '': first day of the range, UTC; '' is days before to
-- parameter to Moment = '': last day of the range, UTC; '' is today
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 1000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, 'UTC')),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, 'UTC') AS last_moment,
    toDate32(last_moment, 'UTC') + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, 'UTC'), 'UTC')) AS start_day
SELECT agents, count() AS runs, countIf(r.requests > r.unpriced) AS priced_runs, sum(r.requests) AS requests, sum(r.cost_usd) AS cost_usd, sum(r.unpriced) AS unpriced,
    if(priced_runs = 0, NULL, cost_usd / priced_runs) AS cost_per_run_usd
FROM (
    SELECT cityHash64(run_id) AS run, countIf(event_type = 'prompt_call') AS requests,
        sumIf(toDecimal128(ifNull(cost_estimate_usd, 0), 9), event_type = 'prompt_call') AS cost_usd,
        countIf(event_type = 'prompt_call' AND cost_estimate_usd IS NULL) AS unpriced,
        arrayStringConcat(arraySort(groupUniqArrayIf(toString(agent_name),
            event_type IN ('prompt_call', 'agent_step', 'tool_call') AND agent_name IS NOT NULL)), ' + ') AS agents
    FROM events
    WHERE project_id = {project:String} AND toDate(timestamp) >= start_day AND toDate(timestamp) < end_day
        AND ({env:String} = '' OR env = {env:String})
    GROUP BY run
) AS r
WHERE r.requests > 0
GROUP BY agents
ORDER BY cost_usd DESC, runs DESC, agents
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_run', optimize_use_implicit_projections = 0
