package io.watchllm.bench.core;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The medians of a side's rounds. The CPU figures are seconds for a million rows.
 *
 * @param rowsPerSecond rows a second
 * @param megabytesPerSecond megabytes of record values a second
 * @param cpu sink, ClickHouse and broker together
 * @param cpuAtLastRow the same, but without the merges that follow the last row
 * @param cpuSink the sink
 * @param cpuClickHouse ClickHouse
 * @param cpuBroker the broker
 * @param cpuRegistry the Schema Registry
 * @param rowsPerInsert rows of an insert
 */
public record SideResult(
        double rowsPerSecond,
        double megabytesPerSecond,
        double cpu,
        double cpuAtLastRow,
        double cpuSink,
        double cpuClickHouse,
        double cpuBroker,
        double cpuRegistry,
        double rowsPerInsert) {

    /** The medians, each figure on its own; at least one round. */
    public static SideResult of(List<Round> rounds) {
        return new SideResult(
                median(rounds, Round::rowsPerSecond),
                median(rounds, Round::megabytesPerSecond),
                median(rounds, round -> round.perMillion(round.cpu().total())),
                median(rounds, round -> round.perMillion(round.cpuAtLastRow().total())),
                median(rounds, round -> round.perMillion(round.cpu().sink())),
                median(rounds, round -> round.perMillion(round.cpu().clickHouse())),
                median(rounds, round -> round.perMillion(round.cpu().broker())),
                median(rounds, round -> round.perMillion(round.cpu().registry())),
                median(rounds, round -> (double) round.rows() / Math.max(1, round.inserts())));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Median.of(rounds.stream().mapToDouble(figure).boxed().toList());
    }
}
