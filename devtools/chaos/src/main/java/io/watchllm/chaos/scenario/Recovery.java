package io.watchllm.chaos.scenario;

import io.watchllm.chaos.proxy.Fault;
import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import io.watchllm.chaos.proxy.Gate;
import io.watchllm.chaos.stage.ServiceProcess;
import io.watchllm.chaos.stage.TestBed;
import io.watchllm.chaos.stage.Wait;
import java.util.ArrayList;

/** A sink takes over what others left open. */
final class Recovery {
    private static final int SINKS = 4;
    private static final int OPEN_CHARS = 160 << 20;

    private Recovery() {}

    /** Four sinks die with a large range open each; one with as much memory as each of them takes them all over. */
    static void fourDie(TestBed arena) {
        arena.set("WATCHLLM_SINK_BATCH_ROWS", "1000000");
        arena.set("WATCHLLM_SINK_BATCH_BYTES", "32MiB");
        arena.set("WATCHLLM_SINK_FLUSH_INTERVAL", "10s");
        arena.set("WATCHLLM_SINK_IN_FLIGHT_BYTES", "48MiB");
        arena.set("WATCHLLM_SINK_INSERT_TIMEOUT", "30s");
        var sinks = new ArrayList<ServiceProcess>();
        for (var started = 0; started < SINKS; started++) {
            sinks.add(arena.startSink());
        }
        Wait.until(
                "each sink has a partition",
                () -> sinks.stream().allMatch(ServiceProcess::ready)
                        && arena.group().members() == SINKS);
        var trap = Gate.held();
        arena.inserts().standing(insert -> new Fault(Stage.ARRIVED, FaultAction.CLOSE, trap));
        var rows = Math.clamp(arena.plan().rows() / 2, 1, 20_000);
        arena.load().noteChars(OPEN_CHARS / rows);
        arena.load().send(rows);
        arena.load().noteChars(0);
        Wait.until(
                "a range of each partition is open",
                () -> arena.group().openRanges().size() == TestBed.PARTITIONS);
        sinks.forEach(ServiceProcess::kill);
        arena.struck();
        trap.release();
        arena.inserts().standing(insert -> Fault.PASS);
        var open = arena.group().openRanges().values().stream()
                .mapToLong(range -> range.rows() * (long) (OPEN_CHARS / rows))
                .sum();
        var one = arena.startSink();
        arena.awaitDrained();
        arena.note((open >> 20) + " MB were open; resident " + one.residentMb() + " MB afterwards");
        arena.finish();
        arena.require(arena.restarted() == 0, "a sink ended by itself");
    }

    /** Sinks whose clocks are an hour fast and an hour slow take over from each other, and from a restarted server. */
    static void clocksApart(TestBed arena) {
        var hours = new String[] {"PT1H", "PT-1H", "PT0S"};
        for (var round = 0; round < hours.length; round++) {
            arena.clockAhead(hours[round]);
            var sink = arena.startSink();
            var trap = Gate.held();
            arena.inserts().arm(insert -> true, 1, new Fault(Stage.ANSWERED, FaultAction.CLOSE, trap));
            arena.load().send(Rounds.part(arena, hours.length));
            Rounds.awaitSprung(trap);
            sink.kill();
            trap.release();
            arena.clickHouseServer().kill();
            arena.clickHouseServer().restart();
            arena.struck();
        }
        var _ = arena.startSink();
        arena.finish();
    }
}
