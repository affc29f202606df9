package io.watchllm.bench.side;

import io.watchllm.bench.core.Round;
import io.watchllm.bench.core.SinkReport;
import io.watchllm.bench.stack.ClickHouseHttp;
import io.watchllm.bench.stack.GroupWatch;
import io.watchllm.bench.stack.RowTopic;
import io.watchllm.bench.stack.StackUse;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import io.watchllm.localstack.LocalStack;
import io.watchllm.localstack.child.ParentWatch;
import io.watchllm.runtime.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;

/** {@code bench sink}: the sink, the Kafka engine and the floor over the same topic, in turns. */
public final class SinkBench {
    private final SinkPlan plan;
    private final PrintWriter err;
    private final Map<String, String> own;

    /**
     * @param err where progress is told
     * @param own this process's variables; the sink's settings among them hold
     */
    public SinkBench(SinkPlan plan, PrintWriter err, Map<String, String> own) {
        this.plan = plan;
        this.err = err;
        this.own = own;
    }

    /**
     * Starts the engines, measures, stops them.
     *
     * @throws IllegalStateException when a side loses or doubles a row, or stands still
     */
    public SinkReport run() {
        tell("starting Kafka, the Schema Registry and ClickHouse");
        // The stack's broker compiles for a quick start; a broker that runs long is compiled in full.
        var kafka = LocalKafka.builder().jvmOption("-XX:TieredStopAtLevel=4");
        try (var stack = LocalStack.start(kafka, LocalSchemaRegistry.builder(), LocalClickHouse.builder())) {
            return run(stack);
        }
    }

    private SinkReport run(LocalStack stack) {
        var variables = new HashMap<>(own);
        variables.putAll(stack.environment());
        var settings = SinkSettings.from(new Environment(variables));
        tell("sending %,d rows to a topic of %d partitions".formatted(plan.rows(), plan.partitions()));
        var topic = RowTopic.fill(settings.kafka(), plan.profile(), plan.partitions(), plan.rows());
        var http = new ClickHouseHttp(stack.clickHouse().httpUrl());
        var folder = temporaryFolder();
        try (var admin = Admin.create(settings.kafka().forClients());
                var sinks = SinkProcesses.start(plan.sinks(), plan.sinkJvm(), stack.environment())) {
            var cpu = new StackUse(stack, sinks::cpuSeconds);
            var runner = new RoundRunner(http, LocalStack.DATABASE, plan.profile(), topic, cpu::cpu);
            var groups = new GroupWatch(admin);
            var sides = new ArrayList<Filler>();
            sides.add(new SinkFiller(sinks.all(), topic, groups));
            if (plan.peer()) {
                sides.add(new PeerFiller(http, settings.kafka(), topic, plan.profile(), groups));
            }
            var rounds = new ArrayList<Round>();
            for (var number = 0; number <= plan.rounds(); number++) {
                var turn = turn(runner, sides, rowsPerBlock -> {
                    var table = runner.create();
                    var blocks = BlockFiles.write(settings, table, plan.profile(), topic, folder, rowsPerBlock);
                    table.drop();
                    return new FloorFiller(http, blocks);
                });
                tell(number, turn);
                rounds.addAll(number == 0 ? List.of() : turn);
            }
            return SinkReport.of(setup(topic), rounds, sinks.memory());
        } finally {
            ParentWatch.delete(folder);
        }
    }

    /** Each side once. The floor gets blocks as large as the sink's inserts just were. */
    private static List<Round> turn(RoundRunner runner, List<Filler> sides, IntFunction<FloorFiller> floor) {
        var rounds = new ArrayList<Round>();
        sides.forEach(side -> rounds.add(runner.run(side)));
        var sink = rounds.getFirst();
        try (var poster = floor.apply((int) Math.ceilDiv(sink.rows(), Math.max(1, sink.inserts())))) {
            rounds.add(runner.run(poster));
        }
        return rounds;
    }

    private void tell(int number, List<Round> turn) {
        var name = number == 0 ? "warm-up, not counted: " : "round " + number + ": ";
        turn.forEach(round -> tell(name + line(round)));
    }

    private static String line(Round round) {
        return String.format(
                Locale.ROOT,
                "%-12s %,9.0f rows/s, CPU-s per million rows: sink %.2f, ClickHouse %.2f, broker %.2f; %d inserts",
                round.side().word(),
                round.rowsPerSecond(),
                round.perMillion(round.cpu().sink()),
                round.perMillion(round.cpu().clickHouse()),
                round.perMillion(round.cpu().broker()),
                round.inserts());
    }

    private Map<String, Object> setup(RowTopic topic) {
        var setup = new LinkedHashMap<String, Object>();
        setup.put("profile", plan.profile().name().toLowerCase(Locale.ROOT));
        setup.put("rows", plan.rows());
        setup.put("row_bytes", topic.bytes() / topic.rows());
        setup.put("rounds", plan.rounds());
        setup.put("partitions", plan.partitions());
        setup.put("sinks", plan.sinks());
        setup.put("sink_jvm", String.join(" ", plan.sinkJvm()));
        setup.put("processors", Runtime.getRuntime().availableProcessors());
        return setup;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("watchllm-bench");
        } catch (IOException failure) {
            throw new UncheckedIOException("no folder for the blocks of the floor", failure);
        }
    }

    private void tell(String news) {
        err.println("watchllm: " + news);
    }
}
