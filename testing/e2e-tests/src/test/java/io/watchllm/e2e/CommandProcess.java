package io.watchllm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@code watchllm} command in a JVM of its own, with its output in a file. */
final class CommandProcess implements AutoCloseable {
    private static final long CLOSE_SECONDS_MAX = 60;

    private final Process process;
    private final Path output;

    private CommandProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * These variables, and Kafka's clients told to notice soon that one of them was killed: what a processor had is
     * free after three seconds.
     */
    static Map<String, String> soonFree(Map<String, String> variables, Path folder) throws IOException {
        var config = Files.writeString(folder.resolve("kafka.properties"), """
                consumer.session.timeout.ms=3000
                consumer.heartbeat.interval.ms=500
                producer.transaction.timeout.ms=3000
                """);
        var changed = new HashMap<>(variables);
        changed.put("WATCHLLM_KAFKA_CONFIG", config.toString());
        return changed;
    }

    static CommandProcess start(Map<String, String> variables, Path output, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.watchllm.dev.WatchllmDev"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        builder.environment().put("WATCHLLM_HTTP_PORT", "0");
        try {
            return new CommandProcess(builder.start(), output);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Ends it as kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The exit code, once it has ended by itself. */
    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Asks it to stop, and insists when it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
