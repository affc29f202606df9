package io.watchllm.bench.side;

import io.watchllm.bench.core.CpuSeconds;
import io.watchllm.bench.core.Round;
import io.watchllm.bench.rows.Profile;
import io.watchllm.bench.stack.BenchTable;
import io.watchllm.bench.stack.ClickHouseHttp;
import io.watchllm.bench.stack.RowTopic;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Fills one fresh table, measures that, and checks what is in it. */
final class RoundRunner {
    /** Also the resolution of a round's time: at 5 s it is half a percent. */
    private static final Duration POLL = Duration.ofMillis(25);

    private static final Duration SETTLE_POLL = Duration.ofMillis(100);
    private static final int SETTLED_POLLS = 5;
    private static final Duration STALL_MAX = Duration.ofMinutes(1);
    private static final double NANOS = 1e9;

    private final ClickHouseHttp http;
    private final String database;
    private final Profile profile;
    private final RowTopic topic;
    private final Supplier<CpuSeconds> cpu;
    private int tables;

    RoundRunner(ClickHouseHttp http, String database, Profile profile, RowTopic topic, Supplier<CpuSeconds> cpu) {
        this.http = http;
        this.database = database;
        this.profile = profile;
        this.topic = topic;
        this.cpu = cpu;
    }

    /**
     * One round.
     *
     * @throws IllegalStateException when rows stop coming, or when a row is lost, twice, or wrong in the rollup
     */
    Round run(Filler filler) {
        var table = create();
        filler.start(table);
        var cpuBefore = cpu.get();
        var begun = System.nanoTime();
        awaitRows(table, filler);
        var seconds = (System.nanoTime() - begun) / NANOS;
        var cpuAtLastRow = cpu.get().since(cpuBefore);
        awaitSettled();
        var spent = cpu.get().since(cpuBefore);
        var inserts = table.inserts();
        filler.stop();
        var faults = table.faults(topic.rows());
        if (!faults.isEmpty()) {
            throw new IllegalStateException(filler.side().word() + ": " + faults);
        }
        table.drop();
        return new Round(filler.side(), topic.rows(), topic.bytes(), seconds, cpuAtLastRow, spent, inserts);
    }

    /** An empty table under a new name: no round meets the tokens or parts of another. */
    BenchTable create() {
        return BenchTable.create(http, database, profile, "bench_" + tables++);
    }

    private void awaitRows(BenchTable table, Filler filler) {
        var seen = 0L;
        var deadline = System.nanoTime() + STALL_MAX.toNanos();
        while (seen < topic.rows()) {
            LockSupport.parkNanos(POLL.toNanos());
            var rows = table.rows();
            if (rows > seen) {
                seen = rows;
                deadline = System.nanoTime() + STALL_MAX.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException(filler.side().word() + " stands at " + seen + " of " + topic.rows()
                        + " rows for " + STALL_MAX.toSeconds() + " s: " + filler.status());
            }
        }
    }

    /** Merges go on when the last row is there, and are part of what a row costs. */
    private void awaitSettled() {
        for (var quiet = 0; quiet < SETTLED_POLLS; ) {
            LockSupport.parkNanos(SETTLE_POLL.toNanos());
            var merges = http.number("SELECT count() FROM system.merges WHERE database = '" + database + "'");
            quiet = merges == 0 ? quiet + 1 : 0;
        }
    }
}
