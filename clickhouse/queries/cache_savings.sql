-- question: How much of the input came from a cache, and what did that save?
-- about: cost
-- speed: milliseconds on any history: reads a rollup
-- note: tokens_saved is how many input tokens at full price that is; what writing to the cache cost is not taken off.
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days to look back
-- parameter discount Float64 = 0.9: share of the input price that a cached token does not cost
-- parameter input_usd Float64 = 0: USD for a million input tokens (watchllm prices list); 0 leaves saved_usd at 0
-- parameter model String = '': only this model; '' for all
SELECT provider, model, sum(r.requests) AS requests, sum(r.tokens_input) AS tokens_input,
    sum(r.tokens_cache_read) AS tokens_cache_read, sum(r.tokens_cache_write) AS tokens_cache_write,
    if(tokens_input = 0, NULL, round(tokens_cache_read / tokens_input, 4)) AS cached_share,
    round(tokens_cache_read * {discount:Float64}) AS tokens_saved,
    round(tokens_cache_read * {discount:Float64} * {input_usd:Float64} / 1000000, 6) AS saved_usd
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour > now64(3, 'UTC') - toIntervalDay({days:UInt16}) - toIntervalHour(1)
    AND ({model:String} = '' OR r.model = {model:String})
GROUP BY provider, model
ORDER BY tokens_cache_read DESC, tokens_input DESC, provider, model
