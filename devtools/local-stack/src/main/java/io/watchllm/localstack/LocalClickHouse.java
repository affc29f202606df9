package io.watchllm.localstack;

import io.watchllm.localstack.child.BinaryMain;
import io.watchllm.localstack.child.ClickHouseMain;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A ClickHouse server, a child process of this JVM: HTTP and native protocol on loopback, user {@code default} without
 * a password. Data survives {@link #kill()} and {@link #restart()}.
 */
public final class LocalClickHouse implements AutoCloseable {
    /** Version of the library that runs where there is no binary. */
    public static final String LIBRARY_VERSION = EngineFiles.LIBRARY_VERSION;

    /** System property of a {@link Builder#replica} with the port at which it offers its parts. */
    public static final String INTERSERVER_PORT_PROPERTY = "watchllm.clickhouse.interserver-port";

    private static final String ENGINE = "ClickHouse";
    private static final String QUERY = "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP;"
            + " SELECT count() FROM file('-', 'LineAsString', 'line String')";

    /**
     * Settings of its memory allocator (jemalloc), unless the environment has some: huge pages, which are kept for a
     * minute. An insert fills and drops as much memory as its block takes; getting each small page anew from the system
     * costs as much CPU as the insert itself where page faults are dear, as they are on virtual machines.
     */
    private static final String ALLOCATOR = "thp:always,dirty_decay_ms:60000";

    /** The name depends on how jemalloc was built. */
    private static final List<String> ALLOCATOR_VARIABLES = List.of("JE_MALLOC_CONF", "MALLOC_CONF");

    private final Engine engine;
    private final List<Integer> ports;

    private LocalClickHouse(Engine engine, List<Integer> ports) {
        this.engine = engine;
        this.ports = ports;
    }

    /** Starts a server on free ports, in a temporary folder that goes with it. */
    public static LocalClickHouse start() {
        return builder().start();
    }

    /** Starts a server on free ports, with its data in a folder that stays. */
    public static LocalClickHouse start(Path folder) {
        return builder().folder(folder).start();
    }

    /** A server with choices. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether ClickHouse runs as a library here, since no binary is named or on the PATH. */
    public static boolean runsAsLibrary() {
        return FetchSettings.ofThisProcess().clickHouseAsLibrary();
    }

    /** The HTTP endpoint: {@code http://127.0.0.1:port}. */
    public String httpUrl() {
        return "http://127.0.0.1:" + httpPort();
    }

    /** The port of the HTTP protocol. */
    public int httpPort() {
        return ports.get(0);
    }

    /** The port of the native protocol. */
    public int tcpPort() {
        return ports.get(1);
    }

    /** The user that needs no password. */
    public String user() {
        return "default";
    }

    /** The process id of the server; with a binary, of the process that watches over it. */
    public long pid() {
        return engine.pid();
    }

    /** How the server ended by itself; empty while it runs, and after {@link #kill()} and {@link #close()}. */
    public Optional<EngineEnd> endedByItself() {
        return engine.endedByItself();
    }

    CompletableFuture<EngineEnd> endByItself() {
        return engine.endByItself();
    }

    /** Where the server keeps its data, and its log as {@code engine.log}. */
    public Path folder() {
        return engine.folder().path();
    }

    /** Ends the server as kill -9 does, and waits until it is gone. */
    public void kill() {
        engine.kill();
    }

    /** Starts the server again, on the same ports and data; kills it first when it runs. */
    public void restart() {
        engine.restart();
    }

    /** Stops the server within a bound; deletes its folder when that is a temporary one. */
    @Override
    public void close() {
        engine.close();
    }

    /** Choices for a server; all have a default. */
    public static final class Builder {
        private @Nullable Path folder;
        private @Nullable Path configFile;
        private int httpPort = Ports.FREE;
        private int tcpPort = Ports.FREE;
        private @Nullable Class<?> replicaMain;
        private Supplier<ClickHouseProgram> program =
                () -> EngineFiles.ofThisProcess().clickHouse();

        private Builder() {}

        /** A folder for the data, which stays; without one a temporary folder is used. */
        public Builder folder(Path folder) {
            this.folder = folder;
            return this;
        }

        /**
         * A ClickHouse configuration file with more: users, macros, remote_servers. Leave user default without a
         * password.
         */
        public Builder configFile(Path configFile) {
            this.configFile = configFile.toAbsolutePath();
            return this;
        }

        /** The port of the HTTP protocol; 0 means any free one, as does leaving it out. */
        public Builder httpPort(int httpPort) {
            this.httpPort = httpPort;
            return this;
        }

        /** The port of the native protocol; 0 means any free one, as does leaving it out. */
        public Builder tcpPort(int tcpPort) {
            this.tcpPort = tcpPort;
            return this;
        }

        /**
         * A server whose replicated tables can be written to: it tells Keeper at which port of loopback others get its
         * parts. A binary reads the port from its configuration. The library has no setting for it.
         *
         * @param libraryMain main class that runs the library in place of {@link ClickHouseMain}, with its arguments
         *     and the port as system property {@value #INTERSERVER_PORT_PROPERTY}
         */
        public Builder replica(Class<?> libraryMain) {
            this.replicaMain = libraryMain;
            return this;
        }

        /** What to run, in place of what is found on this machine. */
        Builder program(ClickHouseProgram program) {
            this.program = () -> program;
            return this;
        }

        /**
         * Fetches ClickHouse on first use, starts it, and waits until it serves.
         *
         * @throws LocalStackException when it cannot be fetched or does not start; the message has the end of its log
         */
        public LocalClickHouse start() {
            var found = program.get();
            return Ports.start(
                    ENGINE,
                    replicaMain == null ? List.of(httpPort, tcpPort) : List.of(httpPort, tcpPort, Ports.FREE),
                    ports -> launch(found, EngineFolder.of(folder, "clickhouse"), ports));
        }

        private LocalClickHouse launch(ClickHouseProgram found, EngineFolder engineFolder, List<Integer> ports) {
            var config = ClickHouseConfig.write(found, engineFolder.path(), ports, configFile);
            var java = JavaCommand.in(engineFolder).option("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
            if (ALLOCATOR_VARIABLES.stream().allMatch(name -> System.getenv(name) == null)) {
                ALLOCATOR_VARIABLES.forEach(name -> java.variable(name, ALLOCATOR));
            }
            var libraryMain = replicaMain == null ? ClickHouseMain.class : replicaMain;
            if (replicaMain != null) {
                java.option("-D" + INTERSERVER_PORT_PROPERTY + "=" + ports.get(2));
            }
            var command = switch (found) {
                case ClickHouseProgram.Library library ->
                    java.preloadSignalChaining()
                            .option("-Xms16m", "-Xmx64m", "--enable-native-access=ALL-UNNAMED")
                            .main(
                                    JavaCommand.classPath(libraryMain),
                                    libraryMain,
                                    libraryArguments(library.file(), engineFolder.path(), ports, config));
                case ClickHouseProgram.Binary binary ->
                    java.option("-Xms16m", "-Xmx32m")
                            .main(
                                    JavaCommand.classPath(BinaryMain.class),
                                    BinaryMain.class,
                                    List.of(binary.file().toString(), "server", "--config-file=" + config.file()));
            };
            var ping = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(0) + "/ping"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            var engine = Engine.start(new EngineSpec(
                    ENGINE,
                    engineFolder,
                    command,
                    ports,
                    () -> Loopback.answers(ping) && Ports.accepts(ports.get(1)),
                    EngineSpec.START_LIMIT));
            return new LocalClickHouse(engine, ports);
        }

        private static List<String> libraryArguments(
                Path library, Path folder, List<Integer> ports, ClickHouseConfig config) {
            var arguments = new ArrayList<>(List.of(library.toString(), "--path=" + folder.resolve("data")));
            arguments.add("--config-file=" + config.file());
            arguments.add("--listen_host=127.0.0.1");
            arguments.add("--http_port=" + ports.get(0));
            arguments.add("--tcp_port=" + ports.get(1));
            arguments.add("--query=" + QUERY);
            return arguments;
        }
    }
}
