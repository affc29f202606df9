-- question: What came in for each project since its first event?
SELECT *
FROM project_summary
ORDER BY total_events DESC
