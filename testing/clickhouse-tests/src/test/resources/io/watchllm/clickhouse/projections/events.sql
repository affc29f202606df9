INSERT INTO events (
    event_id, project_id, run_id, timestamp, event_type, user_id, provider, model, model_version, prompt_template_id,
    tokens_input, tokens_output, cost_estimate_usd, latency_ms, ttft_ms, status, agent_name, error_type, error_code, error_message,
    flags, assertion_name, assertion_severity, hallucination_detection_method, hallucination_confidence_score,
    source_partition, source_offset)
WITH
    intDiv(number, 20) AS run,
    transform(number % 20, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
        ['agent_step', 'agent_step', 'agent_step', 'tool_call', 'tool_call', 'tool_call', 'error', 'error',
            'assertion_failed', 'hallucination_detected'], 'prompt_call') AS type,
    type = 'prompt_call' AS is_call,
    multiIf(type = 'error', 'unknown', number % 9 = 0, 'error', number % 31 = 0, 'timeout', 'success') AS outcome,
    type = 'error' OR outcome IN ('error', 'timeout') AS failed
SELECT
    'e' || toString({{block}}) || '-' || toString(number),
    if(run % 5 = 4, 'other', 'shop'),
    'r' || toString({{block}}) || '-' || toString(run),
    toStartOfDay(now64(3, 'UTC')) + toIntervalMillisecond({{block}}) - toIntervalMillisecond(number * {{step_ms}} + 1000) AS time,
    type,
    if(number % 7 = 0, NULL, 'u' || toString(run % 15)),
    if(is_call, 'openai', NULL),
    if(is_call, 'gpt-' || toString(run % 3), NULL),
    if(is_call AND run % 4 != 0, 'v' || toString(run % 2), NULL),
    if(is_call AND run % 7 != 0, 'template-' || toString(number % 3), NULL),
    if(is_call AND number % 11 != 0, number % 1000, NULL),
    if(is_call AND number % 11 != 0, number % 300, NULL),
    if(is_call AND number % 6 != 0, toDecimal64(number % 1000, 9) / 1000, NULL),
    if(number % 13 = 0, NULL, number % 3000),
    if(is_call AND number % 5 != 0, number % 700, NULL),
    if(type = 'error', NULL, outcome),
    if(type = 'agent_step', 'agent-' || toString(run % 4), NULL),
    multiIf(NOT failed, NULL, time < now64(3, 'UTC') - toIntervalDay(5), 'Old', 'Kind' || toString(number % 4)),
    if(failed AND number % 2 = 0, toString(400 + number % 5), NULL),
    if(failed, 'said ' || toString(number), NULL),
    multiIf(number % 17 = 0, ['zero_tokens', 'prompt_truncated'], number % 13 = 0, ['prompt_truncated'], []),
    if(type = 'assertion_failed', 'check-' || toString(run % 3), NULL),
    if(type = 'assertion_failed', if(run % 2 = 0, 'low', 'high'), NULL),
    if(type = 'hallucination_detected', 'heuristic', NULL),
    if(type = 'hallucination_detected', number % 100 / 100, NULL),
    0,
    {{block}} * 1000000 + number
FROM numbers({{rows}})
SETTINGS max_insert_block_size = {{rows}}
