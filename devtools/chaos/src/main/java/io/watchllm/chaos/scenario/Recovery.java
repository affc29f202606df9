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
    static void fourDie(TestBed bed) {
        bed.set("WATCHLLM_SINK_BATCH_ROWS", "1000000");
        bed.set("WATCHLLM_SINK_BATCH_BYTES", "32MiB");
        bed.set("WATCHLLM_SINK_FLUSH_INTERVAL", "10s");
        bed.set("WATCHLLM_SINK_IN_FLIGHT_BYTES", "48MiB");
        bed.set("WATCHLLM_SINK_INSERT_TIMEOUT", "30s");
        var sinks = new ArrayList<ServiceProcess>();
        for (var started = 0; started < SINKS; started++) {
            sinks.add(bed.startSink());
        }
        Wait.until(
                "each sink has a partition",
                () -> sinks.stream().allMatch(ServiceProcess::ready)
                        && bed.group().members() == SINKS);
        var trap = Gate.held();
        bed.inserts().standing(insert -> new Fault(Stage.ARRIVED, FaultAction.CLOSE, trap));
        var rows = Math.clamp(bed.plan().rows() / 2, 1, 20_000);
        bed.load().noteChars(OPEN_CHARS / rows);
        bed.load().send(rows);
        bed.load().noteChars(0);
        Wait.until(
                "a range of each partition is open",
                () -> bed.group().openRanges().size() == TestBed.PARTITIONS);
        sinks.forEach(ServiceProcess::kill);
        bed.struck();
        trap.release();
        bed.inserts().standing(insert -> Fault.PASS);
        var open = bed.group().openRanges().values().stream()
                .mapToLong(range -> range.rows() * (long) (OPEN_CHARS / rows))
                .sum();
        var one = bed.startSink();
        bed.awaitDrained();
        bed.note((open >> 20) + " MB were open; resident " + one.residentMb() + " MB afterwards");
        bed.finish();
        bed.require(bed.restarted() == 0, "a sink ended by itself");
    }

    /** Sinks whose clocks are an hour fast and an hour slow take over from each other, and from a restarted server. */
    static void clocksApart(TestBed bed) {
        var hours = new String[] {"PT1H", "PT-1H", "PT0S"};
        for (var round = 0; round < hours.length; round++) {
            bed.clockAhead(hours[round]);
            var sink = bed.startSink();
            var trap = Gate.held();
            bed.inserts().arm(insert -> true, 1, new Fault(Stage.ANSWERED, FaultAction.CLOSE, trap));
            bed.load().send(Rounds.part(bed, hours.length));
            Rounds.awaitSprung(trap);
            sink.kill();
            trap.release();
            bed.clickHouseServer().kill();
            bed.clickHouseServer().restart();
            bed.struck();
        }
        var _ = bed.startSink();
        bed.finish();
    }
}
