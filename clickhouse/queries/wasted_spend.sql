-- question: What was paid for calls that failed, and for calls and tools that a run repeated as they were?
-- about: cost
-- speed: about 350 ms a million events of the time range
-- note: Prompts are not compared. A repeat is a successful call of the same run, model, template and number of input tokens, or a successful call of a tool with the same arguments.
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toDateTime64(toDate32(last_moment), 3, 'UTC') + toIntervalDay(1) AS range_end,
    range_end - toIntervalDay({days:UInt16}) AS range_start
SELECT waste, calls, runs, cost_usd, time_ms
FROM (
    SELECT 'failed prompt calls' AS waste, count() AS calls, uniq(run_id) AS runs,
        sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) AS cost_usd, sum(toInt64(ifNull(latency_ms, 0))) AS time_ms
    FROM events
    WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
        AND ({env:String} = '' OR env = {env:String})
        AND event_type = 'prompt_call' AND status IN ('error', 'timeout')
    UNION ALL
    SELECT 'repeated prompt calls', sum(c.calls), uniq(c.run_id), sum(c.cost_usd), sum(c.time_ms)
    FROM (
        SELECT run_id, count() - 1 AS calls,
            sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9))
                - argMin(toDecimal128(ifNull(cost_estimate_usd, 0), 9), timestamp) AS cost_usd,
            sum(toInt64(ifNull(latency_ms, 0))) - argMin(toInt64(ifNull(latency_ms, 0)), timestamp) AS time_ms
        FROM events
        WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
            AND ({env:String} = '' OR env = {env:String})
            AND event_type = 'prompt_call' AND status = 'success' AND tokens_input > 0
        GROUP BY run_id, model, prompt_template_id, tokens_input
        HAVING calls > 0
    ) AS c
    UNION ALL
    SELECT 'repeated tool calls', sum(t.calls), uniq(t.run_id), toDecimal128(0, 9), sum(t.time_ms)
    FROM (
        SELECT run_id, count() - 1 AS calls,
            sum(toInt64(ifNull(latency_ms, 0))) - argMin(toInt64(ifNull(latency_ms, 0)), timestamp) AS time_ms
        FROM tool_calls
        WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
            AND ({env:String} = '' OR cityHash64(run_id, event_id) IN (
                SELECT cityHash64(run_id, event_id) FROM events
                WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end AND env = {env:String}))
            AND status = 'success' AND args_hash IS NOT NULL
        GROUP BY run_id, tool_name, args_hash
        HAVING calls > 0
    ) AS t
)
ORDER BY cost_usd DESC, waste
