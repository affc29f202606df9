package io.watchllm.chaos.stage;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.chaos.proxy.KafkaProxy;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import io.watchllm.localstack.LocalStack;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The engines that all scenarios share: a broker behind a proxy, a registry, a ClickHouse. */
public final class Engines implements AutoCloseable {
    /** The sinks' user of ClickHouse. */
    public static final String USER = "chaos";

    /** A user who may read and not insert. */
    public static final String READER = "chaos_reader";

    /** The password of both; they are there for as long as the engines are, on loopback. */
    public static final String PASSWORD = "chaos";

    /** The ledger of what operators gave up; all scenarios share it. */
    static final String ACCEPTED_LOSSES = Tables.DATABASE + ".accepted_losses";

    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration ENDING_LIMIT = Duration.ofSeconds(15);

    private final KafkaProxy kafkaProxy = new KafkaProxy();
    private final Path folder;
    private final ChildClasses childClasses;
    private final LocalStack stack;
    private final Admin admin;
    private final Sql sql;

    /** @param folder where logs of the sinks go; made when it is not there */
    public Engines(Path folder) {
        this.folder = folder.toAbsolutePath();
        try {
            Files.createDirectories(this.folder);
            var archive = this.folder.resolve("sink.jsa");
            Files.deleteIfExists(archive);
            childClasses = new ChildClasses(archive);
            var users = Files.writeString(this.folder.resolve("users.xml"), users());
            stack = LocalStack.start(
                    LocalKafka.builder()
                            .property("advertised.listeners", "PLAINTEXT://127.0.0.1:" + kafkaProxy.port())
                            .property("group.consumer.min.heartbeat.interval.ms", "100"),
                    LocalSchemaRegistry.builder(),
                    LocalClickHouse.builder().configFile(users));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        kafkaProxy.brokerPort(stack.kafka().port());
        sql = new Sql(stack.clickHouse().httpUrl());
        sql.run("CREATE DATABASE " + Tables.DATABASE + " ENGINE = Atomic");
        sql.run("CREATE TABLE " + ACCEPTED_LOSSES + " (consumer_group String, topic String, topic_id String,"
                + " source_partition Int32, first_offset Int64, next_offset Int64, accepted_at DateTime64(3))"
                + " ENGINE = MergeTree ORDER BY (consumer_group, topic_id, source_partition)");
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap()));
        new TopicSetup(admin, ANSWER).ensure(List.of(Topics.DEAD_LETTERS));
    }

    /** Users beside the default one: the sink's, and one who may only read. */
    private static String users() {
        var rest = "<networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>";
        return "<clickhouse><users><" + USER + "><password>" + PASSWORD + "</password>" + rest + "</" + USER + "><"
                + READER + "><password>" + PASSWORD + "</password>" + rest
                + "<grants><query>GRANT SELECT ON *.*</query></grants></" + READER + "></users></clickhouse>";
    }

    /** Where clients find the broker: at the proxy. */
    String bootstrap() {
        return "127.0.0.1:" + kafkaProxy.port();
    }

    /** Registers the schemas of a topic. */
    Load.Schemas register(String topic) {
        try (var registry = new CachedSchemaRegistryClient(
                List.of(stack.schemaRegistry().url()), 10, List.of(new AvroSchemaProvider()), Map.of(), Map.of())) {
            var subject = topic + "-value";
            return new Load.Schemas(
                    registry.register(subject, new AvroSchema(Reading.FIRST)),
                    registry.register(subject, new AvroSchema(Reading.SECOND)));
        } catch (IOException | RestClientException failure) {
            throw new ChaosException("the schemas could not be registered", failure);
        }
    }

    KafkaProxy kafkaProxy() {
        return kafkaProxy;
    }

    LocalStack stack() {
        return stack;
    }

    Admin admin() {
        return admin;
    }

    Sql sql() {
        return sql;
    }

    ChildClasses childClasses() {
        return childClasses;
    }

    /** Whether a rehearsal makes the sinks that come start faster. */
    public boolean rehearsalPays() {
        return childClasses.archivable();
    }

    Path folder() {
        return folder;
    }

    /**
     * Returns when all engines run, or were ended by a scenario.
     *
     * @throws ChaosException when one ended by itself; then nothing that comes of a scenario is worth anything
     */
    public void requireEngines() {
        stack.endedByItself().ifPresent(end -> {
            throw new ChaosException(end.message());
        });
    }

    /**
     * As {@link #requireEngines()}, when something failed: a ClickHouse that a signal has hit refuses everything, and
     * is gone some seconds later.
     */
    public void requireEnginesAfterFailure() {
        requireEngines();
        try {
            sql.run("SELECT 1");
        } catch (ChaosException away) {
            var _ = Wait.within(ENDING_LIMIT, () -> stack.endedByItself().isPresent());
        }
        requireEngines();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
        stack.close();
        kafkaProxy.close();
    }
}
