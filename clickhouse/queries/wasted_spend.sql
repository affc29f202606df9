-- question: What was paid for calls that failed, and for calls and tools that a run repeated as they were?
-- about: cost
-- speed: about 350 ms a million events of the time range
-- note: Prompts are not compared. A repeat is a successful call of the same run, model, template and number of input tokens, or a successful call of a tool with the same arguments.
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, that of to included; not used with from
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
