-- question: Which responses have all of these words?
-- about: events
-- speed: reads the texts of the time range, about 100 MB a second; with the text index only what has the words
-- parameter project String: the project
-- parameter words String: letters and digits, in any order and case
-- parameter hours UInt16 = 24: how many hours to look back
-- parameter limit UInt32 = 20: how many rows at most
WITH extract({words:String}, '[\\p{L}\\p{N}]+') AS word
SELECT timestamp, run_id, event_id, user_id, model,
    substringUTF8(response, greatest(1, toInt64(positionCaseInsensitiveUTF8(response, word)) - 60), 200) AS response_part
FROM events
WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalHour({hours:UInt16})
    AND event_type = 'prompt_call' AND positionCaseInsensitive(response, word) > 0
    AND hasAllTokens(lower(response), lower({words:String}))
ORDER BY timestamp DESC, event_id
LIMIT {limit:UInt32}
