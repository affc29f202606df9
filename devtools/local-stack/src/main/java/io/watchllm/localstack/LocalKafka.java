package io.watchllm.localstack;

import io.watchllm.localstack.child.KafkaMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker of one node (KRaft), a child process of this JVM. Topics are not created on first use; records,
 * offsets and transactions survive {@link #kill()} and {@link #restart()}.
 */
public final class LocalKafka implements AutoCloseable {
    private static final String ENGINE = "Kafka";
    private static final String CLUSTER_ID = "d2F0Y2hsbG0tbG9jYWwtMQ";
    private static final String HEAP_MAX = "-Xmx512m";

    private final Engine engine;
    private final int port;
    private final int controllerPort;

    private LocalKafka(Engine engine, int port, int controllerPort) {
        this.engine = engine;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** Starts a broker on a free port, in a temporary folder that goes with it. */
    public static LocalKafka start() {
        return builder().start();
    }

    /** Starts a broker on a free port, with its data in a folder that stays. */
    public static LocalKafka start(Path folder) {
        return builder().folder(folder).start();
    }

    /** A broker with choices. */
    public static Builder builder() {
        return new Builder();
    }

    /** What clients connect to: {@code 127.0.0.1:port}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** The port that clients connect to. */
    public int port() {
        return port;
    }

    /** The process id of the broker. */
    public long pid() {
        return engine.pid();
    }

    /** How the broker ended by itself; empty while it runs, and after {@link #kill()} and {@link #close()}. */
    public Optional<EngineEnd> endedByItself() {
        return engine.endedByItself();
    }

    CompletableFuture<EngineEnd> endByItself() {
        return engine.endByItself();
    }

    /** Where the broker keeps its data, and its log as {@code engine.log}. */
    public Path folder() {
        return engine.folder().path();
    }

    /** Ends the broker as kill -9 does, and waits until it is gone. */
    public void kill() {
        engine.kill();
    }

    /** Starts the broker again, on the same port and data; kills it first when it runs. */
    public void restart() {
        engine.restart();
    }

    /** Stops the broker within a bound; deletes its folder when that is a temporary one. */
    @Override
    public void close() {
        engine.close();
    }

    /** Choices for a broker; all have a default. */
    public static final class Builder {
        private @Nullable Path folder;
        private int port = Ports.FREE;
        private @Nullable LocalKafka first;
        private final Map<String, String> properties = new TreeMap<>();
        private final List<String> jvmOptions = new ArrayList<>();

        private Builder() {}

        /** A folder for the data, which stays; without one a temporary folder is used. */
        public Builder folder(Path folder) {
            this.folder = folder;
            return this;
        }

        /** The port for clients; 0 means any free one, as does leaving it out. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** A broker setting, in place of what this class would say. */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /**
         * Makes it a further broker of the cluster that this one began, and that ends with it.
         *
         * @param node its number, above 1
         */
        public Builder joining(LocalKafka first, int node) {
            this.first = first;
            return property("process.roles", "broker")
                    .property("node.id", Integer.toString(node))
                    .property("controller.quorum.voters", "1@127.0.0.1:" + first.controllerPort);
        }

        /** An option for the broker's JVM, behind those of this class: the last one counts. */
        public Builder jvmOption(String option) {
            jvmOptions.add(option);
            return this;
        }

        /**
         * Starts the broker and waits until it serves.
         *
         * @throws LocalStackException when it does not start; the message has the end of its log
         */
        public LocalKafka start() {
            return Ports.start(
                    ENGINE, List.of(port, Ports.FREE), ports -> launch(EngineFolder.of(folder, "kafka"), ports));
        }

        private LocalKafka launch(EngineFolder engineFolder, List<Integer> ports) {
            var ready = engineFolder.path().resolve("ready");
            var config = engineFolder.path().resolve("server.properties");
            var data = engineFolder.path().resolve("data");
            var settings = defaults(data, ports.get(0), ports.get(1));
            if (first != null) {
                settings.put("listeners", "PLAINTEXT://127.0.0.1:" + ports.get(0));
            }
            settings.putAll(properties);
            try {
                Files.write(
                        config,
                        settings.entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue())
                                .toList());
            } catch (IOException e) {
                throw new LocalStackException("Cannot write " + config + ": " + e.getMessage(), e);
            }
            var command = JavaCommand.in(engineFolder)
                    .option("-Xms128m", HEAP_MAX, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                    .option("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                    .option("-Dlogback.configurationFile=io/watchllm/localstack/engine-logback.xml")
                    .options(jvmOptions)
                    .option("-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener")
                    .main(
                            JavaCommand.ownClassPath(),
                            KafkaMain.class,
                            List.of(config.toString(), CLUSTER_ID, ready.toString()));
            var engine = Engine.start(
                    new EngineSpec(ENGINE, engineFolder, command, ports, ReadyFile.of(ready), EngineSpec.START_LIMIT));
            return new LocalKafka(engine, ports.get(0), ports.get(1));
        }

        /**
         * One node serves all, so nothing is replicated and little is worth many threads or partitions. A killed broker
         * is let in again only when its old session is over, and a killed client's group moves on only then, too: the
         * sessions are short, so that a restart takes seconds. What a killed producer left open is aborted a moment
         * after such a session at the earliest: before partitions have a leader again the broker takes them for deleted
         * and writes no marker (KAFKA-20734; docs/operators/kafka-hanging-transactions.md).
         */
        private static Map<String, String> defaults(Path data, int port, int controllerPort) {
            var lines = """
                    process.roles=broker,controller
                    node.id=1
                    controller.quorum.voters=1@127.0.0.1:%2$s
                    controller.listener.names=CONTROLLER
                    listeners=PLAINTEXT://127.0.0.1:%1$s,CONTROLLER://127.0.0.1:%2$s
                    advertised.listeners=PLAINTEXT://127.0.0.1:%1$s
                    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                    inter.broker.listener.name=PLAINTEXT
                    auto.create.topics.enable=false
                    default.replication.factor=1
                    min.insync.replicas=1
                    offsets.topic.replication.factor=1
                    offsets.topic.num.partitions=4
                    transaction.state.log.replication.factor=1
                    transaction.state.log.min.isr=1
                    transaction.state.log.num.partitions=4
                    transaction.abort.timed.out.transaction.cleanup.interval.ms=5000
                    share.coordinator.state.topic.replication.factor=1
                    share.coordinator.state.topic.min.isr=1
                    share.coordinator.state.topic.num.partitions=4
                    group.initial.rebalance.delay.ms=0
                    group.min.session.timeout.ms=1000
                    group.consumer.session.timeout.ms=10000
                    group.consumer.min.session.timeout.ms=1000
                    group.consumer.heartbeat.interval.ms=1000
                    group.consumer.min.heartbeat.interval.ms=100
                    broker.session.timeout.ms=3000
                    broker.heartbeat.interval.ms=500
                    num.network.threads=2
                    num.io.threads=4
                    background.threads=2
                    log.cleaner.dedupe.buffer.size=16777216
                    """.formatted(port, controllerPort);
            var settings = lines.lines()
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> other, TreeMap::new));
            settings.put("log.dirs", data.toString());
            return settings;
        }
    }
}
