INSERT INTO tool_calls (
    event_id, call_index, project_id, run_id, timestamp, tool_name, latency_ms, status, source_partition, source_offset)
SELECT
    'e' || toString({{block}}) || '-' || toString(number),
    0,
    if(intDiv(number, 20) % 5 = 4, 'other', 'shop'),
    'r' || toString({{block}}) || '-' || toString(intDiv(number, 20)),
    toStartOfDay(now64(3, 'UTC')) + toIntervalMillisecond({{block}}) - toIntervalMillisecond(number * {{step_ms}} + 1000),
    'tool-' || toString(number % 4),
    if(number % 13 = 0, NULL, number % 3000),
    multiIf(number % 9 = 0, 'error', number % 31 = 0, 'timeout', 'success'),
    0,
    {{block}} * 1000000 + number
FROM numbers({{rows}})
SETTINGS max_insert_block_size = {{rows}}
