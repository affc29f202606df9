package io.watchllm.chaos.stage;

import io.watchllm.localstack.child.SupervisedMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A service as a process of its own, which can be stopped in every way. It ends with this JVM. */
public final class ServiceProcess {
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path portFile;
    private boolean ended;

    /**
     * What to run.
     *
     * @param name names its log
     * @param main its main class; the first argument that it gets is the file with its port
     * @param arguments those behind it
     * @param options of its JVM
     * @param classPath its classes
     * @param variables its settings
     * @param folder where its log and the file with its port go
     */
    public record Command(
            String name,
            Class<?> main,
            List<String> arguments,
            List<String> options,
            String classPath,
            Map<String, String> variables,
            Path folder) {}

    public ServiceProcess(Command command) {
        portFile = command.folder().resolve(command.name() + ".port");
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=io/watchllm/chaos/sink-logback.xml"));
        line.addAll(command.options());
        line.addAll(List.of(
                "-cp",
                command.classPath(),
                SupervisedMain.class.getName(),
                command.main().getName(),
                portFile.toString()));
        line.addAll(command.arguments());
        var builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(
                        command.folder().resolve(command.name() + ".log").toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("WATCHLLM_"));
        builder.environment().putAll(command.variables());
        try {
            process = builder.start();
        } catch (IOException failure) {
            throw new ChaosException(command.name() + " can't be started", failure);
        }
    }

    /** False when it has ended, by itself or otherwise. */
    public boolean alive() {
        return process.isAlive();
    }

    /** True when it ended without being told to. */
    public boolean endedByItself() {
        return !ended && !process.isAlive();
    }

    /** kill -9; returns when it is gone. */
    public void kill() {
        ended = true;
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM; returns when it is gone. */
    public void terminate() {
        ended = true;
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new ChaosException(
                        "process " + process.pid() + " did not end within " + END_LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChaosException("interrupted", interrupted);
        }
    }

    /** SIGSTOP. */
    public void freeze() {
        Signal.STOP.send(process.pid());
    }

    /** SIGCONT. */
    public void thaw() {
        Signal.CONT.send(process.pid());
    }

    /** Whether it says that it is ready; false too when it does not answer. */
    public boolean ready() {
        var answer = get("/health/ready");
        return answer != null && answer.statusCode() == 200;
    }

    /** What it says under a path; empty when it does not answer. */
    public String says(String path) {
        var answer = get(path);
        return answer == null ? "" : answer.body();
    }

    /** Sum of all series of a metric; 0 when it does not answer. */
    public double metric(String name) {
        return says("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private @Nullable HttpResponse<String> get(String path) {
        try {
            if (!Files.exists(portFile)) {
                return null;
            }
            var address = "http://127.0.0.1:" + Files.readString(portFile) + path;
            var request =
                    HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER).build();
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException away) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Memory that it holds at the moment, in MB; 0 when the system does not say. */
    public long residentMb() {
        try {
            var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
            var text = new String(ps.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            return text.isBlank() ? 0 : Long.parseLong(text.strip()) / 1024;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
