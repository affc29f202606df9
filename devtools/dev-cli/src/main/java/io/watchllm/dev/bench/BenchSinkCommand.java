package io.watchllm.dev.bench;

import io.watchllm.bench.rows.Profile;
import io.watchllm.bench.side.SinkBench;
import io.watchllm.bench.side.SinkPlan;
import io.watchllm.runtime.ConfigException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm bench sink}. */
@Command(
        name = "sink",
        mixinStandardHelpOptions = true,
        description = {
            "Fill a table from a topic: the sink, ClickHouse's Kafka engine, and ready blocks that are only posted.",
            "",
            "They take turns on the same topic; the first round of each is not counted. The sink's settings"
                    + " (WATCHLLM_SINK_...) are those of the environment, else the defaults.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm bench sink",
            "  watchllm bench sink --profile payload --json",
            "  watchllm bench sink --peer none --rounds 5",
            "  watchllm bench sink --peer none --partitions 4 --sinks 4"
        })
final class BenchSinkCommand implements Callable<Integer> {
    private static final String KAFKA_ENGINE = "kafka-engine";
    private static final long SMALL_ROWS = 2_000_000;
    private static final long PAYLOAD_ROWS = 200_000;
    private static final long ROWS_MAX = 1_000_000_000;
    private static final int ROUNDS_MAX = 100;
    private static final int PARTITIONS_MAX = 64;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Rows of a round (default: 2000000, with the profile payload 200000).")
    private @Nullable Long rows;

    @Option(
            names = "--profile",
            defaultValue = "small",
            description = "small: about 340 bytes a row; payload: about 6 kB (default: ${DEFAULT-VALUE}).")
    private Profile profile;

    @Option(
            names = "--peer",
            defaultValue = KAFKA_ENGINE,
            description = "Whom to compare with: kafka-engine or none (default: ${DEFAULT-VALUE}).")
    private String peer;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Measured rounds of each side (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "2",
            description = "Partitions of the topic, and consumers of the Kafka engine (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--sinks",
            paramLabel = "N",
            defaultValue = "1",
            description = "Processes of the sink, at most one for each partition (default: ${DEFAULT-VALUE}).")
    private int sinks;

    @Option(
            names = "--sink-jvm",
            paramLabel = "OPTIONS",
            defaultValue = "-Xmx1g -XX:+UseTransparentHugePages",
            description = "Options of each sink's JVM, with blanks between (default: ${DEFAULT-VALUE}).")
    private String sinkJvm;

    @Option(names = "--json", description = "Print the result as one JSON object, on the last line.")
    private boolean json;

    @Override
    public Integer call() {
        var plan = plan();
        var report = new SinkBench(plan, spec.commandLine().getErr(), System.getenv()).run();
        BenchCommand.tell(report, json, spec);
        return 0;
    }

    private SinkPlan plan() {
        if (!peer.equals(KAFKA_ENGINE) && !peer.equals("none")) {
            throw new ConfigException("--peer", "can't use '" + peer + "': expected kafka-engine or none.");
        }
        var wanted = rows == null ? (profile == Profile.SMALL ? SMALL_ROWS : PAYLOAD_ROWS) : rows;
        BenchCommand.require("--rows", wanted, ROWS_MAX);
        BenchCommand.require("--rounds", rounds, ROUNDS_MAX);
        BenchCommand.require("--partitions", partitions, PARTITIONS_MAX);
        BenchCommand.require("--sinks", sinks, partitions);
        return new SinkPlan(
                profile, wanted, rounds, partitions, sinks, peer.equals(KAFKA_ENGINE), BenchCommand.options(sinkJvm));
    }
}
