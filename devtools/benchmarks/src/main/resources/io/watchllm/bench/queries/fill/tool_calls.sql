INSERT INTO {{database}}.tool_calls (
    event_id, call_index, project_id, run_id, timestamp, tool_name, tool_id, agent_name, tool_input, tool_output, args_hash,
    latency_ms, status, error_message, error_type, error_code, ingested_at, source_partition, source_offset)
SELECT
    id, 0, project, run_name, time, assumeNotNull(tool_of), tool_call, agent,
    text_if(with_texts, joinGet('{{texts}}.tools', 'input', tool_key)), text_if(with_texts, joinGet('{{texts}}.tools', 'output', tool_key)),
    lower(hex(SHA256(concat(toString(run), '-', toString(if(loops, 0, step)), '-', toString(tool))))),
    duration, outcome, fault_message, fault_type, fault_code, arrived, source_part, source_no
FROM (
{{base}}
)
WHERE is_tool
