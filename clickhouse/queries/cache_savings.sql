-- question: How much of the input came from a cache, and what did that save?
-- about: cost
-- speed: milliseconds on any history: reads a rollup
-- note: saved_usd is by the standard price of each model at each hour: what tokens read from a cache would have cost more, less what tokens written to it cost more. Tokens of models without a price are in tokens_cache_read_unpriced, and save nothing that is known.
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, that of to included; not used with from
-- parameter from Moment = '': first day of the range; '' is days before to
-- parameter to Moment = '': last day of the range; '' is today
-- parameter zone Zone = UTC: time zone of the days
-- parameter env String = '': only this environment; '' is all
-- parameter model String = '': only this model; '' is all
-- parameter prices String = '': a JSON array of [provider, model, since in seconds, USD of an input token, of one read from a cache, of one written to it]; watchllm query run fills it in from the price list
-- parameter limit UInt32 = 1000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toDate32(last_moment, {zone:String}) + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS start_day,
    toDateTime64(start_day, 3, {zone:String}) AS range_start, toDateTime64(end_day, 3, {zone:String}) AS range_end
SELECT c.provider AS provider, c.model AS model, sum(c.requests) AS requests, sum(c.tokens_input) AS tokens_input,
    sum(c.tokens_cache_read) AS tokens_cache_read, sum(c.tokens_cache_write) AS tokens_cache_write,
    round(tokens_cache_read / nullIf(tokens_input, 0), 4) AS cached_share,
    sumIf(c.tokens_cache_read, p.input_usd IS NULL) AS tokens_cache_read_unpriced,
    round(sum(c.tokens_cache_read * (p.input_usd - p.read_usd) - c.tokens_cache_write * (p.write_usd - p.input_usd)), 6) AS saved_usd
FROM (
    SELECT provider, model, hour, sum(r.requests) AS requests, sum(r.tokens_input) AS tokens_input,
        sum(r.tokens_cache_read) AS tokens_cache_read, sum(r.tokens_cache_write) AS tokens_cache_write
    FROM hourly_report AS r
    WHERE project_id = {project:String} AND hour >= range_start AND hour < range_end
        AND ({env:String} = '' OR env = {env:String})
        AND ({model:String} = '' OR r.model = {model:String})
    GROUP BY provider, model, hour
) AS c
ASOF LEFT JOIN (
    SELECT price.1 AS provider, price.2 AS model, toDateTime(price.3, 'UTC') AS since,
        price.4 AS input_usd, price.5 AS read_usd, price.6 AS write_usd
    FROM (
        SELECT arrayJoin(JSONExtract({prices:String},
            'Array(Tuple(String, String, UInt32, Nullable(Decimal(38, 18)), Nullable(Decimal(38, 18)), Nullable(Decimal(38, 18))))')) AS price
    )
) AS p ON p.provider = c.provider AND p.model = c.model AND p.since <= c.hour
GROUP BY provider, model
ORDER BY tokens_cache_read DESC, tokens_input DESC, provider, model
LIMIT {limit:UInt32}
SETTINGS join_use_nulls = 1
