-- question: What do agents cost?
-- about: cost
-- speed: about 10 ms a million events of the time range: reads the projection by_run, a row for each day, run and user
-- note: A prompt call names no agent: the cost of a run is that of the agents in it, and several of them share a line.
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, today included; days are those of UTC
SELECT agents, count() AS runs, sum(r.requests) AS requests, sum(r.cost_usd) AS cost_usd, sum(r.unpriced) AS unpriced,
    cost_usd / runs AS cost_per_run_usd
FROM (
    SELECT cityHash64(run_id) AS run, countIf(event_type = 'prompt_call') AS requests,
        sumIf(toDecimal128(ifNull(cost_estimate_usd, 0), 9), event_type = 'prompt_call') AS cost_usd,
        countIf(event_type = 'prompt_call' AND cost_estimate_usd IS NULL) AS unpriced,
        arrayStringConcat(arraySort(groupUniqArrayIf(toString(agent_name),
            event_type IN ('prompt_call', 'agent_step', 'tool_call') AND agent_name IS NOT NULL)), ' + ') AS agents
    FROM events
    WHERE project_id = {project:String} AND toDate(timestamp) > toDate32(now64(3, 'UTC') - toIntervalDay({days:UInt16}))
    GROUP BY run
) AS r
WHERE r.requests > 0
GROUP BY agents
ORDER BY cost_usd DESC, runs DESC, agents
SETTINGS preferred_optimize_projection_name = 'by_run', optimize_use_implicit_projections = 0
