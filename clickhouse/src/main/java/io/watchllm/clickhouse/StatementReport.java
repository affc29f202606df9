package io.watchllm.clickhouse;

/**
 * Result of one statement of a migration.
 *
 * @param migration number and name of its migration, such as {@code 0004_hourly_metrics}
 * @param number its position among all statements, from 1
 * @param count how many statements there are in all
 * @param kind what it does, such as {@code create table}
 */
public record StatementReport(String migration, int number, int count, String kind, String name, Outcome outcome) {

    /** Outcome of a statement. */
    public enum Outcome {
        /** It ran. */
        DONE,
        /** It had been run before. */
        ALREADY_THERE,
        /** It had been run before, but its table or view was gone: it ran again. The lost rows are not restored. */
        RESTORED
    }
}
