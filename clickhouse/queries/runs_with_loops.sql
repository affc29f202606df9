-- question: Which runs called a tool with the same arguments again and again?
-- about: runs
-- speed: about 220 ms a million tool calls of the time range
-- parameter project String: the project
-- parameter days UInt16 = 1: how many UTC days, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
-- parameter repeats UInt32 = 3: how many equal calls make a loop
-- parameter limit UInt32 = 50: how many rows at most
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toDateTime64(toDate32(last_moment), 3, 'UTC') + toIntervalDay(1) AS range_end,
    range_end - toIntervalDay({days:UInt16}) AS range_start
SELECT run_id, tool_name, args_hash, count() AS calls, max(agent_name) AS agent, min(timestamp) AS first_call,
    max(timestamp) AS last_call, countIf(ifNull(status IN ('error', 'timeout'), 0)) AS errors
FROM tool_calls
WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
    AND ({env:String} = '' OR cityHash64(run_id, event_id) IN (
        SELECT cityHash64(run_id, event_id) FROM events
        WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end AND env = {env:String}))
    AND args_hash IS NOT NULL
GROUP BY run_id, tool_name, args_hash
HAVING calls >= {repeats:UInt32}
ORDER BY calls DESC, first_call, run_id, tool_name, args_hash
LIMIT {limit:UInt32}
