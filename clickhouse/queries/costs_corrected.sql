-- question: Which costs were changed after the fact, by which run of watchllm prices reprice?
-- about: cost
-- speed: milliseconds: reads cost_corrections, a row for each changed call
-- parameter project String: the project
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 1000: how many rows at most
SELECT reprice_id, min(corrected_at) AS corrected_from, max(corrected_at) AS corrected_to, count() AS calls,
    arraySort(groupUniqArray(toString(model))) AS models,
    sum(toDecimal128(ifNull(cost_before_usd, 0), 9)) AS cost_before_usd,
    sum(toDecimal128(ifNull(cost_after_usd, 0), 9)) AS cost_after_usd,
    countIf(c.cost_before_usd IS NULL) AS unpriced_before, countIf(c.cost_after_usd IS NULL) AS unpriced_after
FROM cost_corrections AS c
WHERE project_id = {project:String} AND ({env:String} = '' OR env = {env:String})
GROUP BY reprice_id
ORDER BY corrected_from DESC, reprice_id
LIMIT {limit:UInt32}
