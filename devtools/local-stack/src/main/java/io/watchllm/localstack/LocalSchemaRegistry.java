package io.watchllm.localstack;

import io.watchllm.localstack.child.SupervisedMain;
import java.io.File;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A Schema Registry with the API of Confluent's (Apicurio Registry), a child process of this JVM. Subjects are
 * BACKWARD_TRANSITIVE unless they say otherwise; schemas survive {@link #kill()} and {@link #restart()}.
 */
public final class LocalSchemaRegistry implements AutoCloseable {
    private static final String ENGINE = "Schema Registry";
    private static final String API = "/apis/ccompat/v7";
    private static final String COMPATIBILITY = "{\"compatibility\":\"BACKWARD_TRANSITIVE\"}";

    private final Engine engine;
    private final int port;

    private LocalSchemaRegistry(Engine engine, int port) {
        this.engine = engine;
        this.port = port;
    }

    /** Starts a registry on a free port, in a temporary folder that goes with it. */
    public static LocalSchemaRegistry start() {
        return builder().start();
    }

    /** Starts a registry on a free port, with its schemas in a folder that stays. */
    public static LocalSchemaRegistry start(Path folder) {
        return builder().folder(folder).start();
    }

    /** A registry with choices. */
    public static Builder builder() {
        return new Builder();
    }

    /** The root of the Confluent API, for {@code schema.registry.url}. */
    public String url() {
        return url(port);
    }

    /** The port of the API. */
    public int port() {
        return port;
    }

    /** The process id of the registry. */
    public long pid() {
        return engine.pid();
    }

    /** How the registry ended by itself; empty while it runs, and after {@link #kill()} and {@link #close()}. */
    public Optional<EngineEnd> endedByItself() {
        return engine.endedByItself();
    }

    CompletableFuture<EngineEnd> endByItself() {
        return engine.endByItself();
    }

    /** Where the registry keeps its schemas, and its log as {@code engine.log}. */
    public Path folder() {
        return engine.folder().path();
    }

    /** Ends the registry as kill -9 does, and waits until it is gone. */
    public void kill() {
        engine.kill();
    }

    /** Starts the registry again, on the same port and schemas; kills it first when it runs. */
    public void restart() {
        engine.restart();
    }

    /** Stops the registry within a bound; deletes its folder when that is a temporary one. */
    @Override
    public void close() {
        engine.close();
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + API;
    }

    /** Choices for a registry; all have a default. */
    public static final class Builder {
        private @Nullable Path folder;
        private int port = Ports.FREE;

        private Builder() {}

        /** A folder for the schemas, which stays; without one a temporary folder is used. */
        public Builder folder(Path folder) {
            this.folder = folder;
            return this;
        }

        /** The port of the API; 0 means any free one, as does leaving it out. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /**
         * Fetches the registry on first use, starts it, and waits until it serves.
         *
         * @throws LocalStackException when it cannot be fetched or does not start; the message has the end of its log
         */
        public LocalSchemaRegistry start() {
            var files = EngineFiles.ofThisProcess().schemaRegistry();
            return Ports.start(
                    ENGINE,
                    List.of(port, Ports.FREE),
                    ports -> launch(files, EngineFolder.of(folder, "schema-registry"), ports));
        }

        private static LocalSchemaRegistry launch(Path files, EngineFolder engineFolder, List<Integer> ports) {
            var command = JavaCommand.in(engineFolder)
                    .option("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                    // What the manifest of the registry's jar says, which counts only with -jar.
                    .option("--add-opens", "java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED")
                    .option("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + ports.get(0))
                    .option("-Dquarkus.management.host=127.0.0.1", "-Dquarkus.management.port=" + ports.get(1))
                    .option("-Dquarkus.http.access-log.enabled=false", "-Dquarkus.log.level=WARN")
                    .option("-Dapicurio.datasource.url=jdbc:h2:file:"
                            + engineFolder.path().resolve("registry"))
                    .option("-Dapicurio.datasource.jdbc.initial-size=1", "-Dapicurio.datasource.jdbc.min-size=1")
                    .option("-Dapicurio.datasource.jdbc.max-size=10")
                    .main(
                            files.resolve("quarkus-run.jar")
                                    + File.pathSeparator
                                    + JavaCommand.classPath(SupervisedMain.class),
                            SupervisedMain.class,
                            List.of("io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
            var engine = Engine.start(new EngineSpec(
                    ENGINE,
                    engineFolder,
                    command,
                    ports,
                    () -> Loopback.answers(request(ports.get(0))),
                    EngineSpec.START_LIMIT));
            return new LocalSchemaRegistry(engine, ports.get(0));
        }

        /** Setting the global compatibility is the readiness check as well: it needs the API and the storage. */
        private static HttpRequest request(int port) {
            return HttpRequest.newBuilder(URI.create(url(port) + "/config"))
                    .timeout(Duration.ofSeconds(2))
                    .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                    .PUT(HttpRequest.BodyPublishers.ofString(COMPATIBILITY))
                    .build();
        }
    }
}
