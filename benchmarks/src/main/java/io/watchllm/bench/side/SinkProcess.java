package io.watchllm.bench.side;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The other end of {@link SinkChild}: starts that JVM and talks to it. Used by one thread. */
final class SinkProcess implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final Process process;
    private final Socket socket;
    private final BufferedReader in;
    private final PrintWriter out;

    private SinkProcess(Process process, Socket socket) throws IOException {
        this.process = process;
        this.socket = socket;
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts the JVM with this one's class path.
     *
     * @param jvmOptions such as -Xmx1g
     * @param variables how the sink finds the engines; the sink's own settings come from this process's environment
     */
    static SinkProcess start(List<String> jvmOptions, Map<String, String> variables) {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) ANSWER.toMillis());
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
            command.addAll(jvmOptions);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), SinkChild.class.getName()));
            command.add(Integer.toString(server.getLocalPort()));
            var builder = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectInput(new File("/dev/null"));
            builder.environment().putAll(variables);
            builder.environment().putIfAbsent("WATCHLLM_LOG_LEVEL", "WARN");
            var process = builder.start();
            var socket = server.accept();
            socket.setSoTimeout((int) ANSWER.toMillis());
            return new SinkProcess(process, socket);
        } catch (IOException failure) {
            throw new UncheckedIOException("the sink's JVM did not start", failure);
        }
    }

    long pid() {
        return process.pid();
    }

    /** The answer to a command. */
    String ask(String command) {
        out.println(command);
        try {
            var answer = in.readLine();
            if (answer == null) {
                throw new IllegalStateException("the sink's JVM ended at '" + command + "'; its log says why");
            }
            return answer;
        } catch (IOException failure) {
            throw new UncheckedIOException("the sink's JVM does not answer '" + command + "'", failure);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            process.destroy();
            process.waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException("the socket to the sink's JVM did not close", failure);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
